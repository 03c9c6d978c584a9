package io.colama.disk.vhdx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.ImageException;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.Qemu;
import io.colama.disk.SourceCheck;
import io.colama.disk.Written;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.WriteOptions;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs of chance, made by hand, against the same changes made in place, and against qemu. */
class VhdxLogTest {

    private static final Seed SEED = Seed.of(404);
    private static final int PAGE = 4096;
    private static final int LOG_AT = 1 << 20;
    private static final int LOG_BYTES = 1 << 20;
    private static final int TABLE_AT = 3 << 20;
    private static final int DATA_AT = 4 << 20;
    private static final int SIZE = 5 << 20;

    @TempDir private Path directory;

    /** An image, the bytes it has when its log is worked off, and how far the log got. */
    private static final class Logged {
        private final ByteBuffer bytes;
        private final byte[] applied;
        private int at;
        private long sequence;
        private int tail;

        Logged(byte[] image) {
            bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
            applied = image.clone();
        }

        private void put(int within, byte[] source) {
            for (int i = 0; i < source.length; i++) {
                bytes.put(LOG_AT + (at + within + i) % LOG_BYTES, source[i]);
            }
        }
    }

    private Logged logged(RandomGenerator random, int entries) throws IOException {
        byte[] content = new byte[SIZE];
        random.nextBytes(content);
        Path image = directory.resolve("image.vhdx");
        WriteOptions options = WriteOptions.defaults().withReplace(true);
        Written.to(image, DiskFormat.VHDX, content, options, random);
        Logged logged = new Logged(Files.readAllBytes(image));
        logged.at = PAGE * random.nextInt(LOG_BYTES / PAGE);
        logged.tail = logged.at;
        logged.sequence = 1 + random.nextLong(1L << 40);
        for (int i = 0; i < entries; i++) {
            addEntry(logged, random);
        }
        for (int at : new int[] {64 << 10, 128 << 10}) {
            logged.bytes.putLong(at + 48, 0x1122334455667788L).putLong(at + 56, 42);
            ByteBuffer header = logged.bytes.slice(at, PAGE);
            logged.bytes.putInt(at + 4, (int) Checksum.of(header));
        }
        return logged;
    }

    /** Changes pages of the table and of the data by an entry of the log. */
    private static void addEntry(Logged logged, RandomGenerator random) {
        int count = 1 + random.nextInt(120);
        int data = Math.ceilDiv(64 + count * 32, PAGE) * PAGE;
        ByteBuffer head = ByteBuffer.allocate(data).order(ByteOrder.LITTLE_ENDIAN);
        byte[] pages = new byte[count * PAGE];
        int written = 0;
        for (int i = 0; i < count; i++) {
            int at = 64 + i * 32;
            int target = DATA_AT + PAGE * random.nextInt(SIZE / PAGE);
            head.putLong(at + 16, target).putLong(at + 24, logged.sequence);
            if (random.nextInt(4) == 0) {
                int length = PAGE * (1 + random.nextInt(20));
                length = Math.min(length, logged.applied.length - target);
                put(head, at, "zero").putLong(at + 8, length);
                Arrays.fill(logged.applied, target, target + length, (byte) 0);
                continue;
            }
            byte[] page = new byte[PAGE];
            random.nextBytes(page);
            if (random.nextInt(6) == 0) {
                target = TABLE_AT;
                page = Arrays.copyOfRange(logged.applied, TABLE_AT, TABLE_AT + PAGE);
                ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).putLong(8, 2); // zero
                head.putLong(at + 16, target);
            }
            ByteBuffer wrapped = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
            put(head, at, "desc").putInt(at + 4, wrapped.getInt(PAGE - 4));
            head.putLong(at + 8, wrapped.getLong(0));
            System.arraycopy(page, 0, logged.applied, target, PAGE);
            put(wrapped, 0, "data").putInt(4, (int) (logged.sequence >>> 32));
            wrapped.putInt(PAGE - 4, (int) logged.sequence);
            System.arraycopy(page, 0, pages, written++ * PAGE, PAGE);
        }
        int length = data + written * PAGE;
        put(head, 0, "loge").putInt(8, length).putInt(12, logged.tail);
        head.putLong(16, logged.sequence).putInt(24, count);
        head.putLong(32, 0x1122334455667788L).putLong(40, 42);
        head.putLong(48, logged.applied.length).putLong(56, logged.applied.length);
        byte[] all = Arrays.copyOf(head.array(), length);
        System.arraycopy(pages, 0, all, data, written * PAGE);
        ByteBuffer entry = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(4, (int) Checksum.of(entry));
        logged.put(0, all);
        logged.at = (logged.at + length) % LOG_BYTES;
        logged.sequence++;
    }

    private static ByteBuffer put(ByteBuffer target, int at, String signature) {
        return target.put(at, signature.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] contentOf(byte[] image) throws IOException {
        Path plain = Files.write(directory.resolve("plain.vhdx"), image);
        ByteBuffer content = ByteBuffer.allocate(SIZE);
        try (DiskImage opened = DiskImages.open(plain, OpenOptions.defaults())) {
            opened.content().read(0, content);
        }
        return content.array();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsWhatTheLogMakesOfTheImage(int number) throws IOException {
        RandomGenerator random = SEED.part(number).random();
        Logged logged = logged(random, 1 + number % 3);
        byte[] expected = contentOf(logged.applied);
        Path image = Files.write(directory.resolve("dirty.vhdx"), logged.bytes.array());
        try (DiskImage opened = DiskImages.open(image, OpenOptions.defaults())) {
            assertThat(opened.warnings()).singleElement().asString().contains("replayed");
            SourceCheck.same(opened.content(), expected, random, number + ", " + SEED);
        }
        assertThat(Files.readAllBytes(image)).as("the file").isEqualTo(logged.bytes.array());
        boolean straight = logged.at > logged.tail;
        if (straight) { // qemu 7.2 makes something else of some logs that go round
            Qemu.require();
            Qemu.img("check", "-q", "-r", "all", "-f", "vhdx", image);
            int difference = Arrays.mismatch(Qemu.bytes(image, "vhdx"), expected);
            assertThat(difference).as("where qemu makes something else of it").isEqualTo(-1);
        }
    }

    @Test
    void stopsAtTheLastSoundEntry() throws IOException {
        RandomGenerator random = SEED.part(100).random();
        Logged logged = logged(random, 2);
        byte[] expected = contentOf(logged.applied);
        int torn = logged.at;
        addEntry(logged, random);
        int at = LOG_AT + (torn + PAGE + 5) % LOG_BYTES;
        logged.bytes.put(at, (byte) (logged.bytes.get(at) ^ 1));
        assertThat(contentOf(logged.bytes.array())).isEqualTo(expected);
    }

    @Test
    void refusesALogWithoutASoundEntry() throws IOException {
        Logged logged = logged(SEED.part(101).random(), 1);
        int at = LOG_AT + (logged.tail + 70) % LOG_BYTES;
        logged.bytes.put(at, (byte) (logged.bytes.get(at) ^ 1));
        Path image = Files.write(directory.resolve("torn.vhdx"), logged.bytes.array());
        assertThatThrownBy(() -> DiskImages.open(image, OpenOptions.defaults()).close())
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("log");
    }
}
