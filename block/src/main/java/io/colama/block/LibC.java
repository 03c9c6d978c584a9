package io.colama.block;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
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
 * <p>What every check-in needs is bound at once, the rest where it is called: binding one function
 * costs ten milliseconds and more, and is seldom done twice.
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

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final Linker.Option VARIADIC = Linker.Option.firstVariadicArg(2);

    private static final Optional<LibC> LOADED = load();

    private final MethodHandle open;
    private final MethodHandle close;
    private final MethodHandle lseek;
    private final Linker linker;
    private final MemoryLayout state = Linker.Option.captureStateLayout();
    private final VarHandle errno = state.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private LibC(Linker linker) {
        this.linker = linker;
        open = bind("open", FunctionDescriptor.of(INT, POINTER, INT), VARIADIC);
        close = bind("close", FunctionDescriptor.of(INT, INT));
        lseek = bind("lseek", FunctionDescriptor.of(LONG, INT, LONG, INT));
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

    @SuppressWarnings("restricted")
    private MethodHandle bind(String name, FunctionDescriptor type, Linker.Option... more) {
        Linker.Option[] options = new Linker.Option[more.length + 1];
        options[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(more, 0, options, 1, more.length);
        MemorySegment symbol = linker.defaultLookup().find(name).orElseThrow();
        return linker.downcallHandle(symbol, type, options);
    }

    /** Opens {@code path} with the access given, never waiting for the other end of a FIFO. */
    int open(Path path, int access) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(state);
            Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
            byte[] name = path.toAbsolutePath().toString().getBytes(names);
            MemorySegment text = arena.allocate(name.length + 1L);
            MemorySegment.copy(name, 0, text, ValueLayout.JAVA_BYTE, 0, name.length);
            int result = (int) open.invokeExact(error, text, access | O_CLOEXEC | O_NONBLOCK);
            return (int) orErrno(result, error);
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    void close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) close.invokeExact(arena.allocate(state), descriptor);
            assert ignored == 0 : "close of descriptor " + descriptor;
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    long lseek(int descriptor, long offset, int whence) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(state);
            return orErrno((long) lseek.invokeExact(error, descriptor, offset, whence), error);
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    int fallocate(int descriptor, int mode, long offset, long length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(state);
            MethodHandle fallocate =
                    bind("fallocate", FunctionDescriptor.of(INT, INT, INT, LONG, LONG));
            int result = (int) fallocate.invokeExact(error, descriptor, mode, offset, length);
            return (int) orErrno(result, error);
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    int ioctl(int descriptor, long request, int argument) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(state);
            MethodHandle ioctl =
                    bind("ioctl", FunctionDescriptor.of(INT, INT, LONG, INT), VARIADIC);
            int result = (int) ioctl.invokeExact(error, descriptor, request, argument);
            return (int) orErrno(result, error);
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    /** What a failed call says, for a message. */
    static IOException failure(Path path, String call, long negatedErrno) {
        return new IOException("%s: %s failed with errno %d".formatted(path, call, -negatedErrno));
    }

    private long orErrno(long result, MemorySegment error) {
        return result >= 0 ? result : -(int) errno.get(error, 0L);
    }

    private static IllegalStateException broken(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a call of the C library could not be made", cause);
    }
}
