package io.colama.bench;

import io.colama.operations.CheckIn;
import io.colama.operations.Environment;
import io.colama.operations.Init;
import io.colama.operations.Task;
import io.colama.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;

/**
 * Checks a small disk in again and again, one block of it changed each time, until a repository has
 * as many revisions as wanted. See {@code bench/many-revisions}.
 */
public final class ManyRevisions {

    private static final int DISK = 1 << 20;
    private static final int BLOCK = 4096;

    private ManyRevisions() {}

    /** {@code REPOSITORY REVISIONS MACHINES}. */
    public static void main(String[] args) throws IOException {
        Path repository = Path.of(args[0]);
        int revisions = Integer.parseInt(args[1]);
        int machines = Integer.parseInt(args[2]);
        Environment environment = new Environment(repository, Clock.systemUTC(), "bench");
        new Init(environment).run();
        Path image = Files.createTempFile(repository, "many", ".raw");
        long start = System.nanoTime();
        try (Store store = environment.openStore()) {
            CheckIn checkIn = new CheckIn(environment.keeping(store));
            for (int i = 0; i < revisions; i++) {
                change(image, i);
                String machine = "m%05d".formatted(i % machines);
                checkIn.run(
                        CheckIn.Request.of(machine, List.of(image), "revision " + i), Task.SILENT);
                if ((i + 1) % 10_000 == 0) {
                    System.out.printf(
                            "%d revisions after %.0f s%n",
                            i + 1, (System.nanoTime() - start) / 1e9);
                }
            }
        } finally {
            Files.delete(image);
        }
    }

    private static void change(Path image, int revision) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK).putInt(0, revision);
        try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
            channel.write(block, (long) revision % (DISK / BLOCK) * BLOCK);
            channel.write(ByteBuffer.allocate(1), DISK - 1);
        }
    }
}
