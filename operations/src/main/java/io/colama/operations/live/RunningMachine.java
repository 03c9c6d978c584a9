package io.colama.operations.live;

import io.colama.block.Closing;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A machine in QEMU. Closing ends QEMU if it runs, and then the session, which stays. */
public final class RunningMachine implements Closeable {

    private static final int PATIENCE_SECONDS = 3;
    private static final int LOOK_MILLIS = 200;

    private final ServedDisks disks;
    private final Path folder;
    private final Process process;
    private final List<String> command;
    private final List<String> notes;

    RunningMachine(
            ServedDisks disks,
            Path folder,
            Process process,
            List<String> command,
            List<String> notes) {
        this.disks = disks;
        this.folder = folder;
        this.process = process;
        this.command = List.copyOf(command);
        this.notes = List.copyOf(notes);
    }

    /** The name of the session. */
    public String session() {
        return disks.session().orElseThrow();
    }

    /** What was started. */
    public List<String> command() {
        return command;
    }

    /** What the user should know. */
    public List<String> notes() {
        return notes;
    }

    /** How many bytes were written so far. */
    public long bytesWritten() {
        return disks.bytesWritten();
    }

    /** Waits until QEMU has ended, or should; answers its exit status. */
    public int await(BooleanSupplier stopped) {
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (stopped.getAsBoolean()) {
                    end();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            end();
        }
        return process.isAlive() ? 1 : process.exitValue();
    }

    private void end() {
        process.destroy(); // QEMU flushes what the guest has written to it
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        end();
        Closing.all(List.<Closeable>of(disks::keepBoot, disks, () -> Files.deleteIfExists(folder)));
    }
}
