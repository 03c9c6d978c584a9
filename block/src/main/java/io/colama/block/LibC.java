package io.colama.block;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The few system calls that the JDK lacks, by the C library of 64-bit Linux. The only user of the
 * foreign-function API.
 *
 * <p>A call returns what the C function returned, or the negated {@code errno} where that was
 * negative.
 *
 * <p>All functions are called through one handle that takes four 64-bit integers, because making a
 * handle costs tens of milliseconds and this is on the way of every check-in. The calling
 * conventions of 64-bit Linux (System V AMD64, AAPCS64, RISC-V LP64) pass integers and pointers in
 * the same registers, functions read no more of a register than their parameter is wide, variadic
 * ones take integers as the others do, and what follows the parameters of a function is ignored. An
 * {@code int} result is the lower half.
 *
 * <p>Source: Linux man-pages, open(2), lseek(2), fallocate(2), ioctl_ficlone(2).
 */
final class LibC {

    static final int ENXIO = 6;
    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int SEEK_DATA = 3;
    static final int SEEK_HOLE = 4;
    static final int FALLOC_FL_KEEP_SIZE = 1;
    static final int FALLOC_FL_PUNCH_HOLE = 2;
    static final long FICLONE = 0x40049409L;

    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final Optional<LibC> LOADED = load();

    private final Linker linker;
    private final MethodHandle call;
    private final MemorySegment open;
    private final MemorySegment close;
    private final MemorySegment lseek;
    private final MemoryLayout state = Linker.Option.captureStateLayout();
    private final VarHandle errno = state.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    @SuppressWarnings("restricted")
    private LibC(Linker linker) {
        this.linker = linker;
        call =
                linker.downcallHandle(
                        FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG),
                        Linker.Option.captureCallState("errno"));
        open = find("open");
        close = find("close");
        lseek = find("lseek");
    }

    /** The calls, where this platform has them and the JVM may use them. */
    static Optional<LibC> get() {
        return LOADED;
    }

    private static Optional<LibC> load() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (!system.equals("linux") || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LibC(Linker.nativeLinker()));
        } catch (UnsupportedOperationException
                | IllegalCallerException
                | java.util.NoSuchElementException absent) {
            return Optional.empty();
        }
    }

    private MemorySegment find(String name) {
        return linker.defaultLookup().find(name).orElseThrow();
    }

    /** Opens {@code path} with the access given, never waiting for the other end of a FIFO. */
    int open(Path path, int access) {
        try (Arena arena = Arena.ofConfined()) {
            Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
            byte[] name = path.toAbsolutePath().toString().getBytes(names);
            MemorySegment text = arena.allocate(name.length + 1L);
            MemorySegment.copy(name, 0, text, ValueLayout.JAVA_BYTE, 0, name.length);
            return callInt(open, text.address(), access | O_CLOEXEC | O_NONBLOCK, 0, 0);
        }
    }

    void close(int descriptor) {
        int ignored = callInt(close, descriptor, 0, 0, 0);
        assert ignored == 0 : "close of descriptor " + descriptor;
    }

    long lseek(int descriptor, long offset, int whence) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(state);
            long result = call(lseek, error, descriptor, offset, whence, 0);
            return result >= 0 ? result : negated(error);
        }
    }

    int fallocate(int descriptor, int mode, long offset, long length) {
        return callInt(find("fallocate"), descriptor, mode, offset, length);
    }

    int ioctl(int descriptor, long request, int argument) {
        return callInt(find("ioctl"), descriptor, request, argument, 0);
    }

    /** A call of a function that returns an {@code int}. */
    private int callInt(MemorySegment function, long a, long b, long c, long d) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(state);
            int result = (int) call(function, error, a, b, c, d);
            return result >= 0 ? result : negated(error);
        }
    }

    private long call(MemorySegment function, MemorySegment error, long a, long b, long c, long d) {
        try {
            return (long) call.invokeExact(function, error, a, b, c, d);
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    private int negated(MemorySegment error) {
        return -(int) errno.get(error, 0L);
    }

    /** What a failed call says, for a message. */
    static IOException failure(Path path, String call, long negatedErrno) {
        return new IOException("%s: %s failed with errno %d".formatted(path, call, -negatedErrno));
    }

    private static IllegalStateException broken(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a call of the C library could not be made", cause);
    }
}
