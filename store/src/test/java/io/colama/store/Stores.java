package io.colama.store;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Run;
import io.colama.testkit.RandomDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What the tests of the store do to stores again and again. */
final class Stores {

    private Stores() {}

    static Store create(Path directory) throws IOException {
        return Store.create(new DirectoryBackend(directory), new UUID(7, 7), Instant.EPOCH);
    }

    static Store open(Path directory) throws IOException {
        return Store.open(new DirectoryBackend(directory));
    }

    /** Stores a disk and publishes it. */
    static IngestResult add(Store store, byte[] content) throws IOException {
        try (StoreWriter writer = store.writer()) {
            IngestResult result = writer.addDisk(BlockSources.of(content), Progress.NONE);
            writer.publish();
            return result;
        }
    }

    /** The bytes of a disk, as a copy gives them. */
    static byte[] copy(Store store, Hash id) throws IOException {
        StoredDisk disk =
                store.find(id).orElseThrow(() -> new StoreException.Absent("no disk " + id));
        ArraySink sink = new ArraySink(disk.sizeBytes());
        store.copy(id, sink, Progress.NONE);
        return sink.bytes();
    }

    /** The bytes of a disk, as reading it anywhere gives them. */
    static byte[] read(Store store, Hash id) throws IOException {
        try (BlockSource disk = store.open(id)) {
            byte[] bytes = new byte[Math.toIntExact(disk.size())];
            disk.read(0, ByteBuffer.wrap(bytes));
            return bytes;
        }
    }

    static VerifyReport verify(Store store, Collection<Hash> disks) throws IOException {
        return store.verify(VerifyRequest.all(disks), Progress.NONE);
    }

    /** The packs that are there and in no index file. */
    static Set<Hash> uncovered(Store store) throws IOException {
        store.index().refresh();
        Set<Hash> packs = new HashSet<>(PackNames.dataPacks(store.backend()));
        packs.addAll(PackNames.nodePacks(store.backend()));
        for (IndexFile file : store.index().files()) {
            packs.removeAll(file.dataPacks());
            packs.removeAll(file.nodePacks());
        }
        return packs;
    }

    /** All files below a directory, as names with slashes, sorted. */
    static List<String> files(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** A disk whose bytes are made when they are asked for, one run of data. */
    static BlockSource source(RandomDisk disk) {
        return new BlockSource() {
            @Override
            public long size() {
                return disk.size();
            }

            @Override
            public void read(long offset, ByteBuffer target) {
                disk.read(offset, target);
            }

            @Override
            public Run runAt(long offset) {
                return new Run(offset, disk.size() - offset, Run.Kind.DATA);
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
