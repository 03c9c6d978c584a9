package io.colama.guest.file;

import io.colama.block.SampleBytes;
import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** A directory with all that is hard about files, to be put into a file system. */
public final class SourceTree {

    private static final int MANY = 2_000;
    private static final int DEEP = 40;
    private static final long SPARSE = 60_000_000L;

    private SourceTree() {}

    /**
     * Fills an empty directory: files of all sizes, sparse ones, long and odd names, deep and wide
     * directories, links, pipes, modes, times and, where this file system keeps them, attributes.
     */
    public static void fill(Path directory, RandomGenerator random)
            throws IOException, InterruptedException {
        for (int size :
                new int[] {0, 1, 59, 60, 61, 150, 511, 512, 4095, 4096, 4097, 70_001, 3_000_000}) {
            Files.write(directory.resolve("size-" + size), SampleBytes.of(random, size));
        }
        sparse(directory.resolve("sparse"), random);
        Path wide = Files.createDirectory(directory.resolve("wide"));
        for (int i = 0; i < MANY; i++) {
            Files.writeString(wide.resolve("a file with a number, " + i), "content " + i);
        }
        Path deep = directory;
        for (int i = 0; i < DEEP; i++) {
            deep = Files.createDirectory(deep.resolve("level" + i));
        }
        Files.writeString(deep.resolve("bottom"), "deep");
        Files.writeString(directory.resolve("n".repeat(255)), "long name");
        Files.writeString(directory.resolve("Ünïcödé ☃ 名前"), "odd name");
        Files.createSymbolicLink(directory.resolve("short-link"), Path.of("wide"));
        Files.createSymbolicLink(directory.resolve("link-59"), Path.of("t".repeat(59)));
        Files.createSymbolicLink(directory.resolve("link-60"), Path.of("t".repeat(60)));
        Files.createSymbolicLink(directory.resolve("long-link"), Path.of("x/".repeat(400) + "y"));
        Files.createLink(directory.resolve("second-name"), directory.resolve("size-4097"));
        ForeignTool.require("mkfifo").run(directory.resolve("pipe"));
        Path set = directory.resolve("size-150");
        Files.setPosixFilePermissions(set, PosixFilePermissions.fromString("r-x--x-w-"));
        Files.setLastModifiedTime(set, FileTime.from(Instant.ofEpochSecond(1_000_000_007)));
        attributes(directory.resolve("size-4096"), random);
        attributes(wide, random);
    }

    private static void sparse(Path file, RandomGenerator random) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            for (long at : new long[] {0, 50_000, 9_999_872, 33_456_789, 50_000_000}) {
                out.seek(at);
                out.write(SampleBytes.of(random, 9_000));
            }
            out.setLength(SPARSE);
        }
    }

    private static void attributes(Path file, RandomGenerator random) throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        view.write("colour", ByteBuffer.wrap("blue".getBytes(StandardCharsets.UTF_8)));
        view.write("a longer name than most have", ByteBuffer.allocate(0));
        view.write("large", ByteBuffer.wrap(SampleBytes.of(random, 300)));
    }
}
