package io.colama.testkit.crash;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;
import java.util.Set;

/**
 * A file system that passes everything through to a real directory and records what changes it.
 *
 * <p>Begin at {@link #root()}: every path resolved from it is recorded. What the directory holds
 * when recording begins counts as durable. Changes outside the directory, symbolic links, writable
 * mappings and asynchronous channels are refused; attributes (times, permissions) pass through and
 * are not recorded. {@code force} is recorded but not passed on: the machine that runs the test is
 * not the one that crashes.
 *
 * <p>Paths print as the real paths that they stand for, and only {@link Path#toFile()} refuses to
 * work.
 *
 * <p>Threads: safe. One lock covers each mutation and its entry in the log, so the log has one
 * order and it is the one that happened; reads and file locks run beside it. Bytes written are kept
 * in memory.
 */
public final class CrashFileSystem extends FileSystem {

    private static final FileSystem REAL = FileSystems.getDefault();

    private final Path realRoot;
    private final Recorder recorder;
    private final CrashFileSystemProvider provider;

    private CrashFileSystem(Path realRoot) throws IOException {
        this.realRoot = realRoot;
        this.recorder = new Recorder(realRoot);
        this.provider = new CrashFileSystemProvider(this, recorder);
    }

    /** Records what happens to {@code directory} of the default file system from now on. */
    public static CrashFileSystem over(Path directory) throws IOException {
        return new CrashFileSystem(directory.toRealPath());
    }

    /** The recorded directory. */
    public Path root() {
        return wrap(realRoot);
    }

    /**
     * The path of the default file system behind a path of this one: reading there is never
     * recorded or refused.
     */
    public Path real(Path path) {
        return CrashPath.real(path);
    }

    /** Puts a note into the log, for {@link CrashPoint#marks()}: "this was acknowledged". */
    public void mark(String text) throws IOException {
        recorder.perform(new Operation.Mark(text), () -> {});
    }

    /** What happened so far. */
    public CrashLog log() {
        return recorder.log();
    }

    /** What is to go wrong. */
    public Faults faults() {
        return recorder.faults();
    }

    Path wrap(Path real) {
        return new CrashPath(this, real);
    }

    @Override
    public CrashFileSystemProvider provider() {
        return provider;
    }

    /** Does nothing: the file system lives as long as its paths. */
    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return REAL.isReadOnly();
    }

    @Override
    public String getSeparator() {
        return REAL.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(wrap(realRoot.getRoot()));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return REAL.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return REAL.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return wrap(REAL.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        PathMatcher matcher = REAL.getPathMatcher(syntaxAndPattern);
        return path -> matcher.matches(CrashPath.real(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return REAL.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException("a recorded directory cannot be watched");
    }
}
