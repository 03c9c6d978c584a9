package io.colama.guest.ntfs;

import io.colama.guest.file.FuseMount;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes volumes with ntfs-3g. */
final class NtfsVolumes {

    private static final String OPTIONS =
            "compression,streams_interface=windows,special_files=wsl,noatime";

    private static final int PIECE = 4096;

    private NtfsVolumes() {}

    /** Fills a mounted volume. */
    interface Filler {
        void fill(Path root) throws Exception;
    }

    static Path format(Path image, int megabytes, Object... options) throws Exception {
        ForeignTool tool = ForeignTool.require("mkntfs");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) megabytes << 20);
        }
        Object[] arguments = Arrays.copyOf(options, options.length + 4);
        arguments[options.length] = "-F";
        arguments[options.length + 1] = "-Q";
        arguments[options.length + 2] = "-q";
        arguments[options.length + 3] = image;
        tool.run(arguments);
        return image;
    }

    static FuseMount mount(Path image) throws Exception {
        ForeignTool.require("ntfs-3g");
        return FuseMount.of(
                image, image.resolveSibling(image.getFileName() + ".mounted"), "ntfs-3g", OPTIONS);
    }

    static Path fill(Path image, Filler filler) throws Exception {
        try (FuseMount mount = mount(image)) {
            filler.fill(mount.root());
        }
        return image;
    }

    /** Makes what is created in a directory from now on compressed. */
    static void compress(Path directory) throws Exception {
        set(directory, "system.ntfs_attrib_be", HexFormat.of().parseHex("00000810"));
    }

    static void set(Path file, String attribute, byte[] value) throws Exception {
        ForeignTool.require("setfattr")
                .run("-h", "-n", attribute, "-v", "0x" + HexFormat.of().formatHex(value), file);
    }

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        Seed.of(seed).random().nextBytes(bytes);
        return bytes;
    }

    /** Bytes of which some compress and some do not, and some are zero. */
    static byte[] mixed(int size, long seed) {
        RandomGenerator random = Seed.of(seed).random();
        byte[] bytes = new byte[size];
        for (int at = 0; at < size; ) {
            int length = Math.min(size - at, 1 + random.nextInt(70_000));
            byte[] piece = new byte[length];
            switch (random.nextInt(4)) {
                case 0 -> random.nextBytes(piece);
                case 1 -> Arrays.fill(piece, (byte) 0);
                case 2 -> Arrays.fill(piece, (byte) random.nextInt(256));
                default -> {
                    byte[] text =
                            ("words " + random.nextInt(50) + " and more of them\n")
                                    .getBytes(StandardCharsets.UTF_8);
                    for (int i = 0; i < length; i++) {
                        piece[i] =
                                random.nextInt(40) == 0
                                        ? (byte) random.nextInt(256)
                                        : text[i % text.length];
                    }
                }
            }
            System.arraycopy(piece, 0, bytes, at, length);
            at += length;
        }
        return bytes;
    }

    /** Writes each second piece of a file, so that between any two there is a hole. */
    static void leaveHoles(Path path, byte[] content) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            for (int at = 0; at < content.length; at += PIECE) {
                file.seek(2L * at);
                file.write(content, at, Math.min(PIECE, content.length - at));
            }
        }
    }
}
