package io.colama.testkit.crash;

import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in a {@link CrashFileSystem}, and when. Everything counts from the moment it is
 * asked for.
 *
 * <p>Threads: safe; what was asked for holds for the operations that start afterwards.
 */
public final class Faults {

    private static final long NEVER = Long.MAX_VALUE;

    private long bytesLeft;
    private long forcesLeft;
    private long operationsLeft;
    private @Nullable Predicate<Operation> refused;
    private String refusal = "";
    private volatile boolean killed;

    Faults() {
        clear();
    }

    /**
     * Lets the disk run full after {@code bytes} more bytes. The write that crosses the limit is
     * short, the next one throws "No space left on device"; deleting gives no room back. The usable
     * space of the file store follows.
     */
    public synchronized Faults fullAfter(long bytes) {
        bytesLeft = bytes;
        return this;
    }

    /**
     * Fails the {@code n}th {@code force} from now, files and directories alike, with "Input/output
     * error".
     */
    public synchronized Faults failForce(long n) {
        if (n < 1) {
            throw new IllegalArgumentException("forces are counted from 1: " + n);
        }
        forcesLeft = n;
        return this;
    }

    /**
     * Kills the process after {@code operations} more operations: every call from then on throws,
     * reads too.
     */
    public synchronized Faults killAfter(long operations) {
        operationsLeft = operations;
        killed = operations <= 0;
        return this;
    }

    /**
     * Refuses every operation that {@code rule} picks, before it happens, with an {@link
     * IOException}.
     */
    public synchronized Faults refuse(Predicate<Operation> rule, String message) {
        refused = rule;
        refusal = message;
        return this;
    }

    /** Takes all faults back. */
    public synchronized Faults clear() {
        bytesLeft = NEVER;
        forcesLeft = NEVER;
        operationsLeft = NEVER;
        refused = null;
        killed = false;
        return this;
    }

    /** Whether the simulated kill has happened. */
    public boolean killed() {
        return killed;
    }

    void alive() throws KilledException {
        if (killed) {
            throw new KilledException();
        }
    }

    /** How much of a write of {@code bytes} bytes there is room for. */
    synchronized int room(int bytes) throws IOException {
        if (bytes > 0 && bytesLeft <= 0) {
            throw new IOException("No space left on device");
        }
        return (int) Math.min(bytes, bytesLeft);
    }

    synchronized long bytesLeft() {
        return Math.max(0, bytesLeft);
    }

    synchronized void before(Operation operation) throws IOException {
        alive();
        if (refused != null && refused.test(operation)) {
            throw new IOException(refusal);
        }
        if (operation instanceof Operation.Force && forcesLeft != NEVER && --forcesLeft == 0) {
            forcesLeft = NEVER;
            throw new IOException("Input/output error");
        }
    }

    synchronized void after(Operation operation) {
        if (operation instanceof Operation.Write write && bytesLeft != NEVER) {
            bytesLeft -= write.bytes().remaining();
        }
        if (operationsLeft != NEVER && --operationsLeft <= 0) {
            killed = true;
        }
    }
}
