package io.colama.testkit.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a {@link CrashFileSystem}: what changes names goes through the {@link
 * Recorder}.
 */
final class CrashFileSystemProvider extends FileSystemProvider {

    static final String SCHEME = "crash";

    private final CrashFileSystem fileSystem;
    private final Recorder recorder;

    CrashFileSystemProvider(CrashFileSystem fileSystem, Recorder recorder) {
        this.fileSystem = fileSystem;
        this.recorder = recorder;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException("made by CrashFileSystem.over alone");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return fileSystem;
    }

    @Override
    public Path getPath(URI uri) {
        return fileSystem.wrap(Path.of(URI.create("file://" + uri.getRawPath())));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Path real = CrashPath.real(path);
        boolean writing =
                options.contains(StandardOpenOption.WRITE)
                        || options.contains(StandardOpenOption.APPEND);
        return recorder.locked(() ->
                writing ? openToWrite(path, real, options, attributes) : openToRead(real, options));
    }

    private FileChannel openToRead(Path real, Set<? extends OpenOption> options)
            throws IOException {
        int node = recorder.node(real);
        return new CrashChannel(
                recorder, FileChannel.open(real, options), node, display(real), options, () -> {});
    }

    private FileChannel openToWrite(
            Path path, Path real, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Set<OpenOption> kept = new HashSet<>(options);
        Recorder.Action atClose =
                kept.remove(StandardOpenOption.DELETE_ON_CLOSE)
                        ? () -> deleteIfExists(path)
                        : () -> {};
        Entry at = recorder.entry(real);
        FileChannel[] opened = new FileChannel[1];
        boolean mayCreate =
                kept.contains(StandardOpenOption.CREATE)
                        || kept.contains(StandardOpenOption.CREATE_NEW);
        boolean truncate =
                kept.contains(StandardOpenOption.TRUNCATE_EXISTING)
                        && !kept.contains(StandardOpenOption.APPEND);
        Recorder.Action open = () -> opened[0] = FileChannel.open(real, kept, attributes);
        boolean unknown = recorder.node(at) == Tree.ABSENT;
        if (unknown && Files.exists(real, LinkOption.NOFOLLOW_LINKS)) {
            throw Recorder.changedBehindTheBack(at);
        }
        if (unknown && mayCreate) {
            recorder.create(real, Operation.CreateFile::new, open);
        } else if (!unknown && truncate && Files.size(real) > 0) {
            recorder.change(real, (node, _) -> new Operation.Truncate(node, at.path(), 0), open);
        } else {
            open.run();
        }
        int node = recorder.node(at);
        if (node == Tree.ABSENT) {
            opened[0].close();
            throw Recorder.changedBehindTheBack(at);
        }
        return new CrashChannel(recorder, opened[0], node, at.path(), options, atClose);
    }

    private String display(Path real) throws IOException {
        int node = recorder.node(real);
        if (node == Tree.ROOT) {
            return "the root";
        }
        return node == Tree.ABSENT ? real.toString() : recorder.entry(real).path();
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
        recorder.faults().alive();
        Path realDirectory = CrashPath.real(directory);
        DirectoryStream<Path> real =
                realDirectory
                        .getFileSystem()
                        .provider()
                        .newDirectoryStream(
                                realDirectory, entry -> filter.accept(fileSystem.wrap(entry)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                Iterator<Path> entries = real.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return entries.hasNext();
                    }

                    @Override
                    public Path next() {
                        return fileSystem.wrap(entries.next());
                    }
                };
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
        Path real = CrashPath.real(directory);
        if (recorder.node(real) == Tree.ROOT) {
            Files.createDirectory(real, attributes);
            return;
        }
        recorder.create(
                real,
                Operation.CreateDirectory::new,
                () -> Files.createDirectory(real, attributes));
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        Path realLink = CrashPath.real(link);
        Path realExisting = CrashPath.real(existing);
        recorder.locked(() -> {
            Entry at = recorder.entry(realLink);
            recorder.change(
                    realExisting,
                    (node, from) -> new Operation.Link(node, from, at),
                    () -> Files.createLink(realLink, realExisting));
            return at;
        });
    }

    @Override
    public void delete(Path path) throws IOException {
        Path real = CrashPath.real(path);
        recorder.change(real, Operation.Delete::new, () -> Files.delete(real));
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        Path realSource = CrashPath.real(source);
        Path realTarget = CrashPath.real(target);
        List<CopyOption> asked = Arrays.asList(options);
        recorder.locked(() -> {
            Entry from = recorder.entry(realSource);
            Entry to = recorder.entry(realTarget);
            boolean same = recorder.node(from) == recorder.node(to);
            if (same && recorder.node(from) != Tree.ABSENT) {
                Files.move(realSource, realTarget, options);
                return to;
            }
            if (!asked.contains(StandardCopyOption.ATOMIC_MOVE)
                    && asked.contains(StandardCopyOption.REPLACE_EXISTING)
                    && recorder.node(from) != Tree.ABSENT) {
                deleteIfExists(target);
            }
            recorder.change(
                    realSource,
                    (node, _) -> new Operation.Rename(node, from, to, recorder.isDirectory(node)),
                    () -> Files.move(realSource, realTarget, options));
            return to;
        });
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        recorder.faults().alive();
        if (!Files.exists(source)) {
            throw new NoSuchFileException(source.toString());
        }
        if (Files.exists(target) && isSameFile(source, target)) {
            return;
        }
        if (Arrays.asList(options).contains(StandardCopyOption.REPLACE_EXISTING)) {
            deleteIfExists(target);
        }
        if (Files.isDirectory(source)) {
            createDirectory(target);
            return;
        }
        try (InputStream in = newInputStream(source);
                OutputStream out =
                        newOutputStream(
                                target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            in.transferTo(out);
        }
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        recorder.faults().alive();
        return Files.isSameFile(CrashPath.real(path), CrashPath.real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return Files.isHidden(CrashPath.real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        recorder.faults().alive();
        return new CrashFileStore(Files.getFileStore(CrashPath.real(path)), recorder.faults());
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        recorder.faults().alive();
        Path real = CrashPath.real(path);
        real.getFileSystem().provider().checkAccess(real, modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return Files.getFileAttributeView(CrashPath.real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
            Path path, Class<A> type, LinkOption... options) throws IOException {
        recorder.faults().alive();
        return Files.readAttributes(CrashPath.real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
            throws IOException {
        recorder.faults().alive();
        return Files.readAttributes(CrashPath.real(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
            throws IOException {
        recorder.faults().alive();
        Files.setAttribute(CrashPath.real(path), attribute, value, options);
    }
}
