package io.colama.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A repository in memory: the strict twin of {@link DirectoryBackend} for tests, and proof that the
 * interface suffices.
 */
public final class MemoryBackend implements Backend {

    private final NavigableMap<String, byte[]> files = new ConcurrentSkipListMap<>();
    private final Set<String> locks = ConcurrentHashMap.newKeySet();

    /** An empty backend. */
    public MemoryBackend() {}

    @Override
    public String location() {
        return "memory";
    }

    @Override
    public Output create() {
        return new MemoryOutput();
    }

    @Override
    public Input open(String name) throws IOException {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new NoSuchFileException(name);
        }
        return new MemoryInput(name, bytes);
    }

    @Override
    public boolean exists(String name) {
        return files.containsKey(name);
    }

    @Override
    public List<String> list(String folder) {
        String prefix = folder + "/";
        Set<String> names = new TreeSet<>();
        for (String name : files.tailMap(prefix).keySet()) {
            if (!name.startsWith(prefix)) {
                break;
            }
            String rest = name.substring(prefix.length());
            int slash = rest.indexOf('/');
            names.add(slash < 0 ? rest : rest.substring(0, slash));
        }
        return List.copyOf(names);
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public void sync(String folder) {
        // every name is as durable as this object
    }

    @Override
    public Optional<Lock> tryLock(String name) {
        return locks.add(name) ? Optional.of(() -> locks.remove(name)) : Optional.empty();
    }

    @Override
    public long usableBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    @Override
    public void close() {
        // the content lives as long as the object, as a directory outlives its backends
    }

    private final class MemoryOutput implements Output {
        private byte[] bytes = new byte[1 << 12];
        private int position;

        @Override
        public long position() {
            return position;
        }

        @Override
        public void write(ByteBuffer source) {
            int length = source.remaining();
            if (position + length > bytes.length) {
                bytes =
                        java.util.Arrays.copyOf(
                                bytes, Math.max(bytes.length * 2, position + length));
            }
            source.get(bytes, position, length);
            position += length;
        }

        @Override
        public void sync() {
            // memory has nothing behind it
        }

        @Override
        public void read(long offset, ByteBuffer target) {
            target.put(bytes, Math.toIntExact(offset), target.remaining());
        }

        @Override
        public void publish(String name) {
            files.put(name, java.util.Arrays.copyOf(bytes, position));
        }

        @Override
        public boolean publishIfAbsent(String name) {
            return files.putIfAbsent(name, java.util.Arrays.copyOf(bytes, position)) == null;
        }

        @Override
        public void close() {
            // an unpublished file is garbage
        }
    }

    private record MemoryInput(String name, byte[] bytes) implements Input {

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            if (offset < 0 || offset + target.remaining() > bytes.length) {
                throw new StoreException.Damaged(
                        "%s: the file ends at 0x%x, inside bytes that belong to it"
                                .formatted(name, bytes.length));
            }
            target.put(bytes, (int) offset, target.remaining());
        }

        @Override
        public MemorySegment map() {
            return MemorySegment.ofArray(bytes).asReadOnly();
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
