package io.colama.disk.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.Run;
import io.colama.block.SampleBytes;
import io.colama.disk.DiskImages;
import io.colama.disk.HostileDisk;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.testkit.Mutants;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compressed files that are cut, changed, or hold something else than a raw image. */
class PackedDamageTest {

    private static final Seed SEED = Seed.of(8_878);
    private static final byte[] CONTENT = SampleBytes.of(SEED.random(), 60_000);
    private static final int MUTANTS = 400;

    private static byte[] unpacked(byte[] bytes, Packing packing) throws IOException {
        return unpacked(BlockSources.of(bytes), Optional.of(packing.format()));
    }

    private static byte[] unpacked(BlockSource file, Optional<DiskFormat> format)
            throws IOException {
        try (DiskImage image = DiskImages.open(file, Path.of("test.img"), format)) {
            ByteBuffer found = ByteBuffer.allocate((int) image.content().size());
            for (int at = 0; at < found.capacity(); at += 7_000) {
                image.content()
                        .read(at, found.limit(Math.min(found.capacity(), at + 7_000)).position(at));
            }
            return found.array();
        }
    }

    private static void fails(
            Class<? extends ImageException> kind, String message, Packing packing, byte[] bytes) {
        assertThatThrownBy(() -> unpacked(bytes, packing))
                .isInstanceOf(kind)
                .hasMessageContaining("test.img: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatWasCutOffIsDamaged(Packing packing) throws IOException {
        byte[] packed = PackedBytes.of(packing, CONTENT, 2);
        byte[] one = PackedBytes.of(packing, Arrays.copyOf(CONTENT, CONTENT.length / 2));
        assertThat(unpacked(packed, packing)).isEqualTo(CONTENT);
        for (int length = packed.length - 1; length > 12; length -= length > 20 ? 97 : 1) {
            byte[] cut = Arrays.copyOf(packed, length);
            if (length != one.length) {
                fails(ImageException.Damaged.class, "", packing, cut);
            }
        }
        for (int length : new int[] {1, 2, 3, 4, 8, 12, 17}) {
            byte[] behind = Arrays.copyOf(packed, one.length + length);
            fails(ImageException.Damaged.class, "", packing, behind);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFlippedBitIsFoundOrMeansNothing(Packing packing) throws IOException {
        byte[] packed = PackedBytes.of(packing, CONTENT, 2);
        RandomGenerator random = SEED.part(packing.title().length()).random();
        int harmless = 0; // names and times, and distances in a run of one byte
        for (int i = 0; i < MUTANTS; i++) {
            byte[] changed = packed.clone();
            int at = random.nextInt(random.nextBoolean() ? changed.length : 64);
            changed[at] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(Arrays.equals(unpacked(changed, packing), CONTENT))
                        .as("byte %d changed, %s", at, SEED)
                        .isTrue();
                harmless++;
            } catch (ImageException told) {
                assertThat(told).hasMessageContaining("test.img: ");
            }
        }
        assertThat(harmless).isLessThan(MUTANTS / 3);
    }

    @ParameterizedTest
    @EnumSource
    void everyMutantReadsOrSaysWhyNot(Packing packing) throws IOException {
        byte[] packed = PackedBytes.of(packing, CONTENT, 2);
        RandomGenerator random = SEED.part(100 + packing.title().length()).random();
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = Mutants.of(packed, random);
            assertThatCode(() -> HostileDisk.read(mutant, packing.format()))
                    .as("mutant %d, %s", i, SEED)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void somethingElseBehindTheStreamIsDamage(Packing packing) throws IOException {
        byte[] packed = PackedBytes.of(packing, CONTENT);
        byte[] garbage = Arrays.copyOf(packed, packed.length + 8);
        Arrays.fill(garbage, packed.length, garbage.length, (byte) 'x');
        fails(ImageException.Damaged.class, "", packing, garbage);
        if (packing == Packing.GZIP || packing == Packing.XZ) {
            assertThat(unpacked(Arrays.copyOf(packed, packed.length + 512), packing))
                    .isEqualTo(CONTENT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatCannotBeReadIsNotDamaged(Packing packing) throws IOException {
        byte[] packed = PackedBytes.of(packing, CONTENT);
        BlockSource broken =
                BlockSources.faulty(
                        BlockSources.of(packed), List.of(new Run(200, 8, Run.Kind.DATA)));
        assertThatThrownBy(() -> unpacked(broken, Optional.of(packing.format())))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("cannot read at 0xc8");
    }

    @ParameterizedTest
    @EnumSource
    void whatHoldsAnImageOfAnotherFormatIsToBeUnpackedFirst(Packing packing) throws IOException {
        byte[] inside = new byte[2000];
        inside("QFI\u00fb\0\0\0\u0003", 0, inside, "of the format qcow2", packing);
        inside("ustar", 257, new byte[2000], "tar archive", packing);
        inside("\u001f\u008b\u0008", 0, new byte[2000], "gzip file", packing);
        inside("WithoutFreeSpace", 0, new byte[2000], "of the format parallels", packing);
    }

    private static void inside(
            String signature, int at, byte[] content, String message, Packing packing)
            throws IOException {
        byte[] bytes = signature.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, content, at, bytes.length);
        byte[] packed = PackedBytes.of(packing, content);
        fails(ImageException.Unsupported.class, message, packing, packed);
        fails(ImageException.Unsupported.class, "unpack it first", packing, packed);
    }

    @Test
    void aFileOfAnotherKindIsNotThisFormat() {
        for (Packing packing : Packing.values()) {
            fails(ImageException.NotThisFormat.class, packing.title(), packing, new byte[100]);
            fails(ImageException.NotThisFormat.class, packing.title(), packing, new byte[0]);
        }
    }

    @Test
    void aZstandardFrameThatAsksForTooMuchIsNamed() {
        ByteBuffer frame = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(ZstdFrames.MAGIC).put((byte) 0).put((byte) (18 << 3)).put((byte) 1);
        fails(ImageException.Unsupported.class, "window", Packing.ZSTD, frame.array());
        frame.clear().putInt(ZstdFrames.MAGIC).put((byte) 1).put((byte) 0).put((byte) 77);
        fails(ImageException.Unsupported.class, "dictionary", Packing.ZSTD, frame.array());
        frame.clear().putInt(ZstdFrames.MAGIC).put((byte) 0xc0).put((byte) 0).putLong(1L << 60);
        assertThatThrownBy(() -> unpacked(frame.array(), Packing.ZSTD))
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("bytes in a compressed file");
    }

    @Test
    void anXzFileThatAsksForTooMuchMemoryIsNamed() throws IOException {
        byte[] packed = PackedBytes.of(Packing.XZ, CONTENT);
        int header = 12;
        packed[header + 4] = 36; // a dictionary of 1 GiB
        int length = (packed[header] + 1) * 4 - 4;
        CRC32 sum = new CRC32();
        sum.update(packed, header, length);
        ByteBuffer.wrap(packed)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(header + length, (int) sum.getValue());
        fails(ImageException.Unsupported.class, "memory", Packing.XZ, packed);
    }
}
