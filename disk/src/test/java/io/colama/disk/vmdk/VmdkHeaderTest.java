package io.colama.disk.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.SampleBytes;
import io.colama.disk.NoOtherFiles;
import io.colama.disk.SourceCheck;
import io.colama.disk.image.DiskImage;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Headers, directories and streams that are not as they should be. */
class VmdkHeaderTest {

    private static final Seed SEED = Seed.of(404);
    private static final int SECTOR = HandMade.SECTOR;
    private static final byte[] CONTENT = SampleBytes.of(SEED.random(), 200 * SECTOR);

    /** The second directory of the image made by hand is at sector 4, the first behind it. */
    private static final int SECOND = 4 * SECTOR;

    private static final int GRAINS_IN_A_TABLE = 16;
    private static final int TABLES = 200 / 2 / GRAINS_IN_A_TABLE + 1;
    private static final int FIRST = SECOND + (1 + TABLES) * SECTOR;

    private static DiskImage open(byte[] bytes) throws IOException {
        return VmdkImage.open(BlockSources.of(bytes), Path.of("test.vmdk"), new NoOtherFiles());
    }

    private static byte[] hosted(Consumer<ByteBuffer> change) {
        return changed(
                HandMade.hosted(CONTENT, 2, GRAINS_IN_A_TABLE, SEED.part(1).random()), change);
    }

    private static byte[] changed(byte[] bytes, Consumer<ByteBuffer> change) {
        change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }

    private static void reads(byte[] bytes, String... warnings) throws IOException {
        try (DiskImage image = open(bytes)) {
            SourceCheck.same(image.content(), CONTENT, SEED.part(2).random(), "image");
            assertThat(image.warnings()).hasSize(warnings.length);
            for (int i = 0; i < warnings.length; i++) {
                assertThat(image.warnings().get(i)).contains(warnings[i]);
            }
        }
    }

    private static void fails(Class<? extends ImageException> kind, String message, byte[] bytes) {
        assertThatThrownBy(
                        () -> {
                            try (DiskImage image = open(bytes)) {
                                long size = image.content().size();
                                image.content()
                                        .read(
                                                0,
                                                ByteBuffer.allocate((int) Math.min(size, 1 << 20)));
                            }
                        })
                .as(message)
                .isInstanceOf(kind)
                .hasMessageContaining(message);
    }

    private static void damaged(String message, Consumer<ByteBuffer> change) {
        fails(ImageException.Damaged.class, message, hosted(change));
    }

    @Test
    void readsWhatDiffersAndDoesNotMatter() throws IOException {
        reads(hosted(bytes -> {}));
        reads(hosted(bytes -> bytes.putInt(4, 3)));
        reads(hosted(bytes -> bytes.put(72, (byte) 1)), "not closed properly");
        reads(hosted(bytes -> bytes.putLong(28, 0)), "no descriptor");
        reads(hosted(bytes -> bytes.putInt(8, 6).put(74, (byte) 9)));
    }

    @Test
    void usesTheSecondDirectoryWhereTheFirstIsBroken() throws IOException {
        reads(hosted(bytes -> bytes.putLong(56, 1L << 40)));
        reads(hosted(bytes -> bytes.putInt(FIRST, 0x7fff_ffff).putInt(FIRST + 8, -1)));
        reads(hosted(bytes -> bytes.putLong(48, 1L << 40)));
        damaged("grain directory", bytes -> bytes.putLong(56, 1L << 40).putInt(8, 5));
        damaged("grain table 0", bytes -> bytes.putInt(FIRST, -1).putInt(8, 5));
        damaged("grain table 0", bytes -> bytes.putInt(FIRST, -1).putInt(SECOND, -1));
    }

    @Test
    void refusesHeadersThatCannotBeRight() {
        fails(ImageException.Unsupported.class, "version 4", hosted(bytes -> bytes.putInt(4, 4)));
        fails(
                ImageException.Unsupported.class,
                "compression 2",
                hosted(bytes -> bytes.putShort(77, (short) 2)));
        damaged("transferred as text", bytes -> bytes.put(74, (byte) '\n'));
        damaged("capacity in sectors", bytes -> bytes.putLong(12, -1));
        damaged("capacity in sectors", bytes -> bytes.putLong(12, 1L << 42));
        damaged("grain tables", bytes -> bytes.putLong(12, 1L << 41));
        damaged("grain directory", bytes -> bytes.putLong(12, 1L << 28));
        damaged("powers of two", bytes -> bytes.putLong(20, 3));
        damaged("powers of two", bytes -> bytes.putLong(20, 0));
        damaged("sectors in a grain", bytes -> bytes.putLong(20, 1L << 40));
        damaged("powers of two", bytes -> bytes.putInt(44, 0));
        damaged("entries in a grain table", bytes -> bytes.putInt(44, -1));
        damaged("descriptor of", bytes -> bytes.putLong(28, -1));
        damaged("descriptor of", bytes -> bytes.putLong(36, Long.MIN_VALUE));
        damaged("cut off", bytes -> bytes.putInt(FIRST + SECTOR, 0x00ff_ffff));
        damaged("footer", bytes -> bytes.putLong(56, -1));
        fails(ImageException.Damaged.class, "test.vmdk", Arrays.copyOf(hosted(b -> {}), 300));
    }

    @Test
    void refusesEsxExtentsThatCannotBeRight() {
        RandomGenerator random = SEED.random();
        byte[] sound = HandMade.esx(CONTENT, 1, random);
        esx(ImageException.Unsupported.class, "version 2", sound, bytes -> bytes.putInt(4, 2));
        esx(ImageException.Damaged.class, "powers of two", sound, bytes -> bytes.putInt(16, 7));
        esx(ImageException.Damaged.class, "0 entries", sound, bytes -> bytes.putInt(24, 0));
        esx(ImageException.Damaged.class, "directory", sound, bytes -> bytes.putInt(20, -1));
        esx(ImageException.Damaged.class, "table 0", sound, bytes -> bytes.putInt(4 * SECTOR, -1));
    }

    private static void esx(
            Class<? extends ImageException> kind,
            String message,
            byte[] sound,
            Consumer<ByteBuffer> change) {
        fails(kind, message, changed(sound.clone(), change));
    }

    @Test
    void refusesSpaceEfficientExtentsThatCannotBeRight() {
        byte[] sound = HandMade.spaceEfficient(CONTENT, SEED.random());
        Class<ImageException.Damaged> damaged = ImageException.Damaged.class;
        Class<ImageException.Unsupported> unsupported = ImageException.Unsupported.class;
        esx(unsupported, "seSparse version", sound, bytes -> bytes.putLong(8, 3));
        esx(unsupported, "flags 0x1", sound, bytes -> bytes.putLong(40, 1));
        esx(unsupported, "journal", sound, bytes -> bytes.putLong(SECTOR + 24, 1));
        esx(damaged, "volatile header", sound, bytes -> bytes.putLong(SECTOR, 1));
        esx(damaged, "1 sectors", sound, bytes -> bytes.putLong(80, -1));
        esx(damaged, "grain directory of 0", sound, bytes -> bytes.putLong(136, 0));
        esx(damaged, "inside the file", sound, bytes -> bytes.putLong(144, 1L << 50));
        esx(damaged, "inside the file", sound, bytes -> bytes.putLong(192, 1L << 50));
        esx(damaged, "capacity", sound, bytes -> bytes.putLong(32, Long.MAX_VALUE));
        esx(damaged, "grain directory", sound, bytes -> bytes.putLong(2 * SECTOR, 1));
        esx(damaged, "grain directory", sound, bytes -> bytes.putInt(2 * SECTOR, 1));
        esx(damaged, "grain table", sound, bytes -> bytes.putLong(3 * SECTOR, -1));
        esx(damaged, "grain table", sound, bytes -> bytes.putLong(3 * SECTOR, 4L << 60));
    }

    @Test
    void readsAStreamWithoutItsFooter() throws IOException {
        byte[] stream = HostileVmdk.stream(CONTENT);
        reads(stream);
        reads(Arrays.copyOf(stream, stream.length - SECTOR)); // walked to the footer
        reads(Arrays.copyOf(stream, stream.length - 2 * SECTOR), "the footer is missing; all");
        reads(Arrays.copyOf(stream, stream.length - 3 * SECTOR), "the footer is missing; all");
        reads(Arrays.copyOf(stream, stream.length + 5000)); // padded: the footer is found
    }

    @Test
    void takesNoStreamThatWasCutOffForADisk() throws IOException {
        byte[] stream = HostileVmdk.stream(CONTENT);
        int opened = 0;
        for (int length = 129 * SECTOR; length < stream.length; length += 333) {
            byte[] cut = Arrays.copyOf(stream, length);
            try (DiskImage image = open(cut)) {
                byte[] found = new byte[CONTENT.length];
                image.content().read(0, ByteBuffer.wrap(found));
                assertThat(Arrays.mismatch(found, CONTENT)).as("%d bytes", length).isEqualTo(-1);
                opened++;
            } catch (ImageException.Damaged told) {
                assertThat(told).hasMessageContaining("cut off at 0x");
            }
        }
        assertThat(opened).as("cuts behind the last grain").isBetween(1, 20);
    }

    @Test
    void takesNoFileThatWasNotFilledForAStream() {
        byte[] stream = HostileVmdk.stream(CONTENT);
        byte[] unfilled = Arrays.copyOf(Arrays.copyOf(stream, 129 * SECTOR), stream.length);
        fails(ImageException.Damaged.class, "cut off at 0x", unfilled);
    }

    @Test
    void readsAStreamThatEndsBehindItsGrains() throws IOException {
        byte[] stream = HostileVmdk.stream(CONTENT);
        int at = 128 * SECTOR;
        ByteBuffer bytes = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        for (int length; (length = bytes.getInt(at + 8)) > 0; ) {
            at += Math.ceilDiv(12 + length, SECTOR) * SECTOR;
        }
        int grains = at;
        fails(ImageException.Damaged.class, "cut off at 0x", Arrays.copyOf(stream, grains));
        byte[] ended = Arrays.copyOf(Arrays.copyOf(stream, grains), grains + SECTOR);
        reads(ended, "the footer is missing; all");
    }

    @Test
    void boundsCompressedGrains() {
        byte[] stream = HostileVmdk.stream(CONTENT);
        int grain = 128 * SECTOR;
        Class<ImageException.Damaged> damaged = ImageException.Damaged.class;
        esx(damaged, "compressed grain at 0x10000", stream, bytes -> bytes.putInt(grain + 8, -1));
        esx(damaged, "0 compressed bytes", stream, bytes -> bytes.putInt(grain + 8, 0));
        esx(damaged, "cannot be decoded", stream, bytes -> bytes.putInt(grain + 12, -1));
        esx(damaged, "compressed grain", stream, bytes -> bytes.putInt(grain + 8, 100));
        int length = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN).getInt(grain + 8);
        esx(damaged, "compressed grain", stream, bytes -> bytes.putInt(grain + 8, length - 1));
        int sum = grain + 12 + length - 1;
        esx(damaged, "decoded", stream, bytes -> bytes.put(sum, (byte) ~bytes.get(sum)));
    }

    @Test
    void namesADescriptorInsideTheFirstOfSeveralExtents() {
        fails(
                ImageException.Unsupported.class,
                "the first of 2 extents",
                hosted(bytes -> {
                    bytes.position(SECTOR);
                    bytes.put(
                            HandMade.ascii("version=1\nRW 1 SPARSE \"a\"\nRW 1 SPARSE \"b\"\n\0"));
                }));
    }
}
