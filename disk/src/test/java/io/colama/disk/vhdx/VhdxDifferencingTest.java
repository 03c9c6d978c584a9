package io.colama.disk.vhdx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.ImageException;
import io.colama.block.record.Guid;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Differencing images, which qemu does not read: made from a sound pair by hand. */
class VhdxDifferencingTest {

    private static final Seed SEED = Seed.of(68);
    private static final int SIZE = 5 << 20;
    private static final int BLOCK = 2 << 20;
    private static final int MIB = 1 << 20;
    private static final int METADATA_AT = 2 * MIB;
    private static final int TABLE_AT = 3 * MIB;
    private static final int RATIO = 2048;
    private static final OpenOptions PARENTS = OpenOptions.defaults().withAllowBacking(true);

    @TempDir private Path directory;

    private byte[] expected;
    private Path base;
    private Path child;

    @BeforeEach
    void makePair() throws IOException {
        RandomGenerator random = SEED.random();
        byte[] below = new byte[SIZE];
        random.nextBytes(below);
        byte[] above = new byte[SIZE];
        random.nextBytes(above);
        base = directory.resolve("base.vhdx");
        child = directory.resolve("child.vhdx");
        Written.to(base, DiskFormat.VHDX, below, WriteOptions.defaults(), random);
        Written.to(child, DiskFormat.VHDX, above, WriteOptions.defaults(), random);
        byte[] image = Files.readAllBytes(child);
        ByteBuffer bytes =
                ByteBuffer.wrap(java.util.Arrays.copyOf(image, image.length + MIB))
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(TABLE_AT, bytes.getLong(TABLE_AT) | 7); // block 0 partly here
        bytes.putLong(TABLE_AT + 8, 0); // block 1 from the parent
        bytes.putLong(TABLE_AT + RATIO * 8, image.length | 6L);
        expected = above.clone();
        System.arraycopy(below, BLOCK, expected, BLOCK, BLOCK);
        for (int i = 0; i < BLOCK / 512 / 8; i++) {
            bytes.put(image.length + i, (byte) (random.nextInt(3) == 0 ? 0 : random.nextInt(256)));
        }
        for (int sector = 0; sector < BLOCK / 512; sector++) {
            if ((bytes.get(image.length + sector / 8) >>> sector % 8 & 1) == 0) {
                System.arraycopy(below, sector * 512, expected, sector * 512, 512);
            }
        }
        becomeChild(bytes);
        Files.write(child, bytes.array());
    }

    private void becomeChild(ByteBuffer bytes) throws IOException {
        ByteBuffer parent = ByteBuffer.wrap(Files.readAllBytes(base));
        String state = "{" + Guid.read(parent, (64 << 10) + 32) + "}";
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("parent_linkage", state);
        keys.put("relative_path", ".\\base.vhdx");
        keys.put("absolute_win32_path", "C:\\VMs\\base.vhdx");
        ByteBuffer locator = locator(keys);
        int parameters = METADATA_AT + Metadata.TABLE_BYTES;
        bytes.putInt(parameters + 4, Metadata.HAS_PARENT);
        int entry = METADATA_AT + Metadata.ENTRIES_AT + 5 * Metadata.ENTRY_BYTES;
        bytes.putShort(METADATA_AT + 10, (short) 6);
        bytes.put(entry, Guid.bytes(Metadata.PARENT), 0, 16);
        bytes.putInt(entry + 16, Metadata.TABLE_BYTES + 1024);
        bytes.putInt(entry + 20, locator.limit()).putInt(entry + 24, Metadata.REQUIRED);
        bytes.put(METADATA_AT + Metadata.TABLE_BYTES + 1024, locator, 0, locator.limit());
    }

    private static ByteBuffer locator(Map<String, String> keys) {
        ByteBuffer bytes = ByteBuffer.allocate(2048).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(18, (short) keys.size());
        int at = 20;
        int text = 20 + 12 * keys.size();
        for (Map.Entry<String, String> one : keys.entrySet()) {
            byte[] key = one.getKey().getBytes(StandardCharsets.UTF_16LE);
            byte[] value = one.getValue().getBytes(StandardCharsets.UTF_16LE);
            bytes.putInt(at, text).putInt(at + 4, text + key.length);
            bytes.putShort(at + 8, (short) key.length).putShort(at + 10, (short) value.length);
            bytes.put(text, key).put(text + key.length, value);
            at += 12;
            text += key.length + value.length;
        }
        return bytes.limit(text);
    }

    @Test
    void readsSectorsFromTheParentWhereTheBitmapSaysSo() throws IOException {
        try (DiskImage image = DiskImages.open(child, PARENTS)) {
            SourceCheck.same(image.content(), expected, SEED.random(), "child, " + SEED);
            assertThat(image.warnings()).isEmpty();
            assertThat(image.features()).contains("differencing", "parents: 1");
        }
    }

    @Test
    void refusesAParentInAnotherState() throws IOException {
        byte[] content = new byte[SIZE];
        WriteOptions replace = WriteOptions.defaults().withReplace(true);
        Written.to(base, DiskFormat.VHDX, content, replace, SEED.random());
        assertThatThrownBy(() -> DiskImages.open(child, PARENTS).close())
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("parent is in the state");
    }

    @Test
    void namesTheParentThatItDoesNotOpen() {
        assertThatThrownBy(() -> DiskImages.open(child, OpenOptions.defaults()).close())
                .isInstanceOf(ImageException.Refused.class)
                .hasMessageContaining("base.vhdx");
    }
}
