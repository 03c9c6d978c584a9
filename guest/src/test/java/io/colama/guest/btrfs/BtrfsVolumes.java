package io.colama.guest.btrfs;

import io.colama.block.SampleBytes;
import io.colama.guest.file.LoopMount;
import io.colama.guest.file.SourceTree;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/** Makes volumes of btrfs. */
final class BtrfsVolumes {

    private static final long COMMON = 300L << 20;
    private static final int SUPERBLOCK_AT = 0x10000;
    private static final int SUPERBLOCK = 4096;
    private static final int SECTOR = 4096;

    private BtrfsVolumes() {}

    static RandomGenerator random() {
        return Seed.of(27_182).random();
    }

    /** An empty file of a length. */
    static Path blank(Path file, long sizeBytes) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(sizeBytes);
        }
        return file;
    }

    /** An image of 300 MiB, made by {@code mkfs.btrfs} with {@code options}. */
    static Path make(Path directory, Object... options) throws IOException, InterruptedException {
        return makeOf(directory, COMMON, options);
    }

    static Path makeOf(Path directory, long sizeBytes, Object... options)
            throws IOException, InterruptedException {
        ForeignTool mkfs = ForeignTool.require("mkfs.btrfs");
        Path image = blank(directory.resolve("image"), sizeBytes);
        List<Object> arguments = new ArrayList<>(List.of("-q"));
        arguments.addAll(Arrays.asList(options));
        arguments.add(image);
        mkfs.run(arguments.toArray());
        return image;
    }

    static LoopMount mount(Path image, Path directory, String options)
            throws IOException, InterruptedException {
        Path place = Files.createDirectories(directory.resolve("place"));
        return LoopMount.of(image, place, options);
    }

    /** Fills a mounted volume with all that is hard about btrfs. */
    static void fill(Path place) throws IOException, InterruptedException {
        RandomGenerator random = random();
        SourceTree.fill(place, random);
        ForeignTool btrfs = ForeignTool.require("btrfs").in(place);
        ForeignTool bash = ForeignTool.require("bash").in(place);
        for (int size : new int[] {700, 2_000, 5_000, 140_000, 2_500_000}) {
            Files.write(place.resolve("soft-" + size), compressible(random, size));
        }
        bash.run("-c", "cp --reflink=always soft-2500000 shared; fallocate -l 3000000 prepared");
        bash.run("-c", "fallocate -p -o 100000 -l 200000 shared");
        bash.run("-c", "dd if=soft-140000 of=shared bs=1 seek=1000003 count=70001 conv=notrunc");
        bash.run("-c", "mknod disk b 259 70000; mknod line c 4 64; truncate -s 20M huge");
        btrfs.run("subvolume", "create", "sub");
        bash.run("-c", "mkdir -p sub/d/e; cp --reflink=always soft-140000 sub/d/copy");
        btrfs.run("subvolume", "create", "sub/d/e/inner");
        Files.writeString(place.resolve("sub/d/e/inner/leaf"), "leaf");
        btrfs.run("subvolume", "snapshot", "-r", "sub", "sub-snapshot");
        btrfs.run("subvolume", "snapshot", ".", "all-snapshot");
        Files.writeString(place.resolve("sub/later"), "later");
        btrfs.run("subvolume", "set-default", "sub/d/e/inner");
    }

    /** Bytes that all methods make smaller, with short and long repeats near and far. */
    static byte[] compressible(RandomGenerator random, int size) {
        byte[] bytes = new byte[size];
        for (int at = 0; at < size; ) {
            int length = 1 + random.nextInt(random.nextInt(20) == 0 ? 3_000 : 40);
            length = Math.min(length, size - at);
            switch (random.nextInt(4)) {
                case 0 -> at += length;
                case 1 -> {
                    byte[] fresh = SampleBytes.of(random, Math.min(length, 30));
                    System.arraycopy(fresh, 0, bytes, at, fresh.length);
                    at += fresh.length;
                }
                default -> {
                    int from = at == 0 ? 0 : random.nextInt(at);
                    for (int i = 0; i < length; i++, at++) {
                        bytes[at] = bytes[from + i];
                    }
                }
            }
        }
        return bytes;
    }

    /** A small volume with compressed and other files and a subvolume. Needs no mount. */
    static Path small(Path directory, Object... options) throws IOException, InterruptedException {
        Path tree = Files.createDirectories(directory.resolve("tree/d/sub"));
        RandomGenerator random = random();
        for (int i = 0; i < 40; i++) {
            Files.write(tree.resolve("file" + i), compressible(random, i * 500));
        }
        Files.write(directory.resolve("tree/large"), compressible(random, 300_000));
        Files.writeString(directory.resolve("tree/text"), "text", StandardCharsets.UTF_8);
        Files.createSymbolicLink(directory.resolve("tree/link"), Path.of("d/sub"));
        List<Object> all = new ArrayList<>(Arrays.asList(options));
        all.addAll(List.of("--mixed", "-n", SECTOR, "--rootdir", directory.resolve("tree")));
        return makeOf(directory, 24L << 20, all.toArray());
    }

    /** The same, with compressed content that the kernel wrote. */
    static Path smallCompressed(Path directory, String method)
            throws IOException, InterruptedException {
        Path image = makeOf(directory, 24L << 20, "--mixed", "-n", SECTOR);
        RandomGenerator random = random();
        try (LoopMount mount = mount(image, directory, "compress-force=" + method)) {
            for (int i = 0; i < 40; i++) {
                Files.write(mount.place().resolve("file" + i), compressible(random, i * 500));
            }
            Files.write(mount.place().resolve("large"), compressible(random, 300_000));
        }
        return image;
    }

    /** Makes the checksums of changed metadata right again. */
    static byte[] sealed(byte[] volume) {
        if (volume.length < SUPERBLOCK_AT + SUPERBLOCK) {
            return volume;
        }
        byte[] bytes = volume.clone();
        seal(bytes, SUPERBLOCK_AT, SUPERBLOCK);
        byte[] id = Arrays.copyOfRange(bytes, SUPERBLOCK_AT + 0x20, SUPERBLOCK_AT + 0x30);
        for (int at = 0; at <= bytes.length - SECTOR; at += SECTOR) {
            if (at != SUPERBLOCK_AT
                    && Arrays.equals(id, 0, 16, bytes, at + 0x20, at + 0x30)
                    && at != 0x400_0000) {
                seal(bytes, at, SECTOR);
            }
        }
        return bytes;
    }

    private static void seal(byte[] bytes, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at + 32, length - 32);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, (int) crc.getValue());
    }
}
