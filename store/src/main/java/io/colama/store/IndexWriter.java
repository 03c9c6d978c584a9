package io.colama.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.zip.CRC32C;

/**
 * Writes an index file from entries in order, in bounded memory. Used for the entries of one
 * check-in and to merge files.
 */
final class IndexWriter {

    private static final int BUFFER = 1 << 18;

    private IndexWriter() {}

    /** Entries of one kind, ordered by prefix, each walk giving the same. */
    interface Table {
        /** How many entries {@link #iterator} gives. */
        long size();

        /** A new walk. */
        Iterator<IndexFile.Location> iterator();
    }

    /** A table over a sorted list. */
    static Table table(List<IndexFile.Location> sorted) {
        return new Table() {
            @Override
            public long size() {
                return sorted.size();
            }

            @Override
            public Iterator<IndexFile.Location> iterator() {
                return sorted.iterator();
            }
        };
    }

    /**
     * The samples of several files as one table; entries of the first files come first among
     * equals.
     */
    static Table samples(List<IndexFile> files) {
        long size = files.stream().mapToLong(IndexFile::samples).sum();
        return new Merged(files, size, IndexFile::samples, IndexFile::sampleAt);
    }

    /** The nodes of several files as one table. */
    static Table nodes(List<IndexFile> files) {
        long size = files.stream().mapToLong(IndexFile::nodes).sum();
        return new Merged(files, size, IndexFile::nodes, IndexFile::nodeAt);
    }

    /**
     * Writes and publishes an index file.
     *
     * @return its name
     */
    static Hash write(
            Backend backend,
            long generation,
            Collection<Hash> dataPacks,
            Collection<Hash> nodePacks,
            Collection<Hash> superseded,
            Table samples,
            Table nodes)
            throws IOException {
        Map<Hash, Integer> packNumbers = number(dataPacks);
        Map<Hash, Integer> nodeNumbers = number(nodePacks);
        try (Backend.Output output = backend.create()) {
            Sink sink = new Sink(output);
            ByteBuffer header = Bytes.allocate(IndexFile.HEADER);
            header.put(Formats.header(IndexFile.MAGIC, IndexFile.VERSION)).putLong(generation);
            header.putInt(packNumbers.size()).putInt(nodeNumbers.size());
            header.putLong(samples.size()).putLong(nodes.size()).putInt(superseded.size());
            header.putInt(Bytes.crc32c(header.array(), 0, header.position()));
            sink.put(header.array());
            for (Collection<Hash> names :
                    List.of(packNumbers.keySet(), nodeNumbers.keySet(), superseded)) {
                for (Hash name : names) {
                    sink.put(name.toBytes());
                }
            }
            entries(sink, samples, packNumbers, 1);
            entries(sink, nodes, nodeNumbers, 8);
            Hash name = sink.finish();
            output.publish(Formats.indexName(name));
            return name;
        }
    }

    private static Map<Hash, Integer> number(Collection<Hash> names) {
        Map<Hash, Integer> numbers = LinkedHashMap.newLinkedHashMap(names.size());
        names.forEach(name -> numbers.putIfAbsent(name, numbers.size()));
        return numbers;
    }

    private static void entries(Sink sink, Table table, Map<Hash, Integer> numbers, int unit)
            throws IOException {
        ByteBuffer entry = Bytes.allocate(IndexFile.ENTRY);
        Iterator<IndexFile.Location> walk = table.iterator();
        while (walk.hasNext()) {
            IndexFile.Location location = walk.next();
            int number =
                    numbers.getOrDefault(
                            location.pack(), -1); // -1: damaged in an input, and points nowhere
            entry.clear()
                    .putLong(location.prefix())
                    .putInt(number)
                    .putInt((int) (location.position() / unit));
            sink.put(entry.array());
        }
    }

    /** Buffers what is written and sums it up on the way. */
    private static final class Sink {
        private final Backend.Output output;
        private final CRC32C crc = new CRC32C();
        private final MessageDigest sha = sha256();
        private final ByteBuffer buffer = Bytes.allocate(BUFFER);

        Sink(Backend.Output output) {
            this.output = output;
        }

        void put(byte[] bytes) throws IOException {
            if (buffer.remaining() < bytes.length) {
                flush();
            }
            buffer.put(bytes);
        }

        private void flush() throws IOException {
            buffer.flip();
            crc.update(buffer.duplicate());
            sha.update(buffer.duplicate());
            output.write(buffer);
            buffer.clear();
        }

        Hash finish() throws IOException {
            flush();
            int checksum = (int) crc.getValue();
            ByteBuffer footer = Bytes.allocate(IndexFile.FOOTER);
            footer.putInt(checksum).putInt(0).putLong(IndexFile.END_MAGIC);
            output.write(footer.flip());
            return Hash.at(sha.digest(), 0);
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every Java platform has SHA-256", e);
            }
        }
    }

    private record Merged(
            List<IndexFile> files,
            long size,
            java.util.function.ToLongFunction<IndexFile> count,
            java.util.function.BiFunction<IndexFile, Long, IndexFile.Location> entry)
            implements Table {

        @Override
        public Iterator<IndexFile.Location> iterator() {
            PriorityQueue<Cursor> queue = new PriorityQueue<>();
            for (int i = 0; i < files.size(); i++) {
                if (count.applyAsLong(files.get(i)) > 0) {
                    queue.add(new Cursor(i, 0, entry.apply(files.get(i), 0L)));
                }
            }
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return !queue.isEmpty();
                }

                @Override
                public IndexFile.Location next() {
                    Cursor first = queue.remove();
                    IndexFile file = files.get(first.file);
                    long following = first.number + 1;
                    if (following < count.applyAsLong(file)) {
                        queue.add(new Cursor(first.file, following, entry.apply(file, following)));
                    }
                    return first.location;
                }
            };
        }
    }

    private record Cursor(int file, long number, IndexFile.Location location)
            implements Comparable<Cursor> {
        @Override
        public int compareTo(Cursor other) {
            int order = Long.compareUnsigned(location.prefix(), other.location.prefix());
            return order != 0 ? order : Integer.compare(file, other.file);
        }
    }
}
