package io.colama.guest.fat;

import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Makes volumes with dosfstools and mtools. */
final class FatVolumes {

    private FatVolumes() {}

    static Path format(Path image, int kilobytes, int bits, Object... options)
            throws IOException, InterruptedException {
        ForeignTool tool = ForeignTool.require("mkfs.vfat");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) kilobytes << 10);
        }
        Object[] arguments = Arrays.copyOf(options, options.length + 3);
        arguments[options.length] = "-F";
        arguments[options.length + 1] = bits;
        arguments[options.length + 2] = image;
        tool.run(arguments);
        return image;
    }

    /** A tree of files of this machine, with names of all kinds. */
    static Path tree(Path root) throws IOException {
        Files.createDirectories(root.resolve("Sub Directory/deeper/DEEPEST"));
        for (int size : new int[] {0, 1, 511, 512, 513, 40_000, 200_001}) {
            byte[] bytes = new byte[size];
            Seed.of(size).random().nextBytes(bytes);
            Files.write(root.resolve("file " + size), bytes);
        }
        for (String name :
                List.of(
                        "UPPER.TXT",
                        "lower.txt",
                        "Mixed.Txt",
                        "lower.TXT1",
                        "x".repeat(200),
                        "Grüße aus 日本.txt",
                        "thirteen lett",
                        "twenty-six letters in here",
                        "a.b.c.d",
                        "README")) {
            Files.writeString(root.resolve("Sub Directory/deeper").resolve(name), name);
        }
        Path many = Files.createDirectory(root.resolve("many"));
        for (int i = 0; i < 120; i++) {
            Files.writeString(many.resolve("A file with number " + i), "number " + i);
        }
        return root;
    }

    /** Runs a tool that takes the encoding of its arguments from the locale. */
    static void run(String tool, Object... arguments) throws IOException, InterruptedException {
        Object[] all = new Object[arguments.length + 2];
        all[0] = "LC_ALL=C.UTF-8";
        all[1] = ForeignTool.require(tool);
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        ForeignTool.require("env").run(all);
    }

    /** Copies what is below a directory into a volume. */
    static Path copy(Path image, Path root) throws IOException, InterruptedException {
        try (var children = Files.newDirectoryStream(root)) {
            for (Path child : children) {
                run("mcopy", "-s", "-Q", "-i", image, child, "::");
            }
        }
        return image;
    }
}
