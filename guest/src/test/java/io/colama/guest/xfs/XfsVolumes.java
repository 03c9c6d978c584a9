package io.colama.guest.xfs;

import io.colama.block.SampleBytes;
import io.colama.guest.file.LoopMount;
import io.colama.guest.file.SourceTree;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Makes volumes of XFS. */
final class XfsVolumes {

    static final int NAMES = 5_000;

    private static final int PIECE = 4096;
    private static final long COMMON = 300L << 20;
    private static final long PROTOTYPE = 16L << 20;
    private static final long SMALL = 24L << 20;

    private XfsVolumes() {}

    /** An image of 300 MiB, made by {@code mkfs.xfs} with {@code options}. */
    static Path make(Path directory, String options) throws IOException, InterruptedException {
        return make(directory, COMMON, options);
    }

    private static Path make(Path directory, long sizeBytes, String options)
            throws IOException, InterruptedException {
        ForeignTool.require("mkfs.xfs");
        Path image = directory.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(sizeBytes);
        }
        // these three let mkfs.xfs make volumes below 300 MiB
        List<Object> arguments =
                new ArrayList<>(
                        List.of("TEST_DIR=x", "TEST_DEV=x", "QA_CHECK_FS=x", "mkfs.xfs", "-q"));
        Collections.addAll(arguments, (Object[]) options.split(" "));
        arguments.add(image);
        ForeignTool.require("env").run(arguments.toArray());
        return image;
    }

    /**
     * A small volume filled by {@code mkfs.xfs} and {@code xfs_db}, which needs no mount. The file
     * of this name beside it is what {@code /file} holds.
     *
     * @param names how many there are in the directory {@code wide}
     */
    static Path prototype(Path directory, String options, int names)
            throws IOException, InterruptedException {
        Path content = Files.write(directory.resolve("file"), SampleBytes.of(random(), 70_001));
        StringBuilder text = new StringBuilder("/\n0 0\nd--755 3 4\n");
        text.append("file ---644 5 6 ").append(content).append('\n');
        text.append("link l--777 7 8 ").append("t/".repeat(40)).append("t\n");
        if (options.contains("crc=0")) {
            // that of version 5 lacks its header
            text.append("remote l--777 7 8 ").append("t/".repeat(350)).append("t\n");
        }
        text.append("disk b--600 0 0 259 70000\n");
        text.append("pipe p--600 0 0\n");
        text.append("wide d--755 0 0\n");
        for (int i = 0; i < names; i++) {
            text.append("a-name-among-many-").append(i).append(" -u-755 0 0 /dev/null\n");
        }
        text.append("$\ndeep d--755 0 0\ndeeper d--755 0 0\n$\n$\n$\n");
        Path prototype = Files.writeString(directory.resolve("prototype"), text);
        long sizeBytes = names < NAMES ? PROTOTYPE : PROTOTYPE * 3;
        Path image = make(directory, sizeBytes, "-d agcount=1 " + options + " -p " + prototype);
        ForeignTool database = ForeignTool.require("xfs_db");
        database.run("-x", "-c", "path /deep", "-c", "attr_set -u -v 20 short", image);
        if (!options.contains("crc=0")) {
            // with version 4 it ends with a segmentation fault
            database.run("-x", "-c", "path /file", "-c", "attr_set -s -v 500 middle", image);
            database.run("-x", "-c", "path /file", "-c", "attr_set -u -v 9000 large", image);
        }
        return image;
    }

    /**
     * The bytes of a volume, with zeros where the kernel has stamped thousands of empty records
     * into the log, so that changed bytes hit something else.
     */
    static byte[] withoutStamps(Path image) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(image));
        int stamps = 0;
        for (int at = 0; at < bytes.limit(); at += XfsLog.SECTOR) {
            if (bytes.getInt(at) == (int) LogRecord.MAGIC && ++stamps > 10) {
                bytes.put(at, new byte[XfsLog.SECTOR]);
            }
        }
        return bytes.array();
    }

    /** A small volume with each form of directory, attributes and map. Needs root. */
    static Path small(Path directory, String options) throws IOException, InterruptedException {
        Path image = make(directory, SMALL, "-d agcount=1 " + options);
        try (LoopMount mount = mount(image, directory)) {
            scatter(mount.place().resolve("scattered"), 60, 16);
            attributes(mount.place().resolve("scattered"), 3_000);
            Files.createSymbolicLink(mount.place().resolve("link"), Path.of("x/".repeat(400)));
            for (String name : List.of("1", "20", "400")) {
                Path sub = Files.createDirectory(mount.place().resolve(name));
                for (int i = 0; i < Integer.parseInt(name); i++) {
                    Files.createLink(
                            sub.resolve("a name of some length for a leaf " + i),
                            mount.place().resolve("scattered"));
                }
            }
        }
        return image;
    }

    static LoopMount mount(Path image, Path directory) throws IOException, InterruptedException {
        Path place = Files.createDirectories(directory.resolve("place"));
        return LoopMount.of(image, place, "");
    }

    private static RandomGenerator random() {
        return Seed.of(31_415).random();
    }

    /** Fills a mounted volume with all that is hard about XFS. */
    static void fill(Path place) throws IOException, InterruptedException {
        SourceTree.fill(place, random());
        scatter(place.resolve("scattered"), 1_500, PIECE);
        ForeignTool.require("fallocate").run("-l", 3_000_000, place.resolve("prepared"));
        ForeignTool.require("mknod").run(place.resolve("disk"), "b", 259, 70_000);
        ForeignTool.require("mknod").run(place.resolve("line"), "c", 4, 64);
        Files.createSymbolicLink(place.resolve("longest"), Path.of("x/".repeat(511) + "y"));
        Path many = Files.createDirectory(place.resolve("many"));
        for (int i = 0; i < NAMES; i++) {
            Files.createFile(many.resolve("a name among many " + i));
        }
        // leaves free space in the middle
        for (int i = 0; i < NAMES; i += 3) {
            Files.delete(many.resolve("a name among many " + i));
        }
        Path few = Files.createDirectory(place.resolve("few"));
        for (int i = 0; i < 30; i++) {
            Files.createFile(few.resolve("a name among few " + i));
        }
        attributes(place.resolve("size-4095"), 30_001);
        attributes(few, 65_536);
    }

    private static void attributes(Path file, int largest) throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        RandomGenerator random = random();
        for (int i = 0; i < 150 && largest > PIECE; i++) {
            view.write("one of many " + i, ByteBuffer.wrap(SampleBytes.of(random, i)));
        }
        view.write("largest", ByteBuffer.wrap(SampleBytes.of(random, largest)));
    }

    /**
     * Writes a file in pieces out of order with gaps, so that its map has many extents.
     *
     * @param filled how many bytes of a piece are not zero
     */
    static void scatter(Path file, int count, int filled) throws IOException {
        RandomGenerator random = random();
        List<Integer> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pieces.add(i * 2);
        }
        Collections.shuffle(pieces, new Random(random.nextLong()));
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int piece : pieces) {
                byte[] bytes = Arrays.copyOf(SampleBytes.of(random, filled), PIECE);
                out.write(ByteBuffer.wrap(bytes), (long) piece * PIECE);
            }
        }
    }
}
