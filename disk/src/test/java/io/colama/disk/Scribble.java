package io.colama.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Writes of chance into an image, by qemu-io. */
public final class Scribble {

    private static final int SECTOR = 512;

    private final RandomGenerator random;
    private final int cluster;
    private final boolean version3;

    /**
     * For images with this unit of allocation; compressed and unmapping writes by version 3 of
     * qcow2 only.
     */
    public Scribble(RandomGenerator random, int cluster, boolean version3) {
        this.random = random;
        this.cluster = cluster;
        this.version3 = version3;
    }

    /** Makes {@code count} writes in the first {@code size} bytes. */
    public void into(Path image, String format, long size, int count) throws IOException {
        Path noise = noise(image);
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            commands.add(command(size, noise));
        }
        Qemu.io(image, format, commands);
    }

    private Path noise(Path image) throws IOException {
        Path file = image.resolveSibling("noise.bin");
        if (!Files.exists(file)) {
            byte[] bytes = new byte[1 << 18];
            random.nextBytes(bytes);
            Files.write(file, bytes);
        }
        return file;
    }

    private String command(long size, Path noise) {
        long length =
                Math.max(SECTOR, aligned(random.nextLong(Math.min(size, 5L * cluster)), SECTOR));
        long offset = aligned(random.nextLong(size - Math.min(length, size) + 1), SECTOR);
        long clusters = size / cluster;
        String range = offset + " " + Math.min(length, size - offset);
        return switch (random.nextInt(clusters > 0 ? 8 : 5)) {
            case 0 -> "write -P " + random.nextInt(256) + " " + range;
            case 1 -> "write -s " + noise + " " + range;
            case 2 -> "write -z " + range;
            case 3 -> version3 ? "write -z -u " + range : "write -P 7 " + range;
            case 4 -> "write -P 1 " + random.nextLong(size) + " 1";
            case 5 -> "discard " + random.nextLong(clusters) * cluster + " " + cluster;
            case 6 ->
                    "write -c -s "
                            + noise
                            + " "
                            + random.nextLong(clusters) * cluster
                            + " "
                            + cluster;
            default ->
                    "write -c -P "
                            + random.nextInt(256)
                            + " "
                            + random.nextLong(clusters) * cluster
                            + " "
                            + cluster;
        };
    }

    private static long aligned(long value, int unit) {
        return value / unit * unit;
    }
}
