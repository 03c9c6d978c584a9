package io.colama.revision;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.colama.store.Hash;
import io.colama.store.MemoryBackend;
import io.colama.store.Store;
import io.colama.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Bytes of any origin in the place of a record, read by everything that reads such a record. The
 * oracle: a value that can be shown and encoded, or {@link StoreException.Damaged}; memory is
 * bounded by their size.
 */
enum HostileRecord {
    REVISION,
    LOG_RECORD,
    WORKING_COPY;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Hash HASH = new Hash(1, 2, 3, 4);
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final long MOST_ALLOCATED = 32L << 20;
    private static final long MOST_ALLOCATED_PER_BYTE = 1000;

    /** Sound bytes of this format. */
    List<byte[]> seeds() {
        return switch (this) {
            case REVISION -> List.of(revision(0).encode(), revision(3).encode());
            case LOG_RECORD ->
                    List.of(
                            record(
                                    new RefEvent.CheckedIn(
                                            "ana",
                                            NOON,
                                            HASH,
                                            revision(1).encode(),
                                            Optional.of("v1"))),
                            record(new RefEvent.Cloned("ana", NOON, HASH, "web")),
                            record(new RefEvent.Tagged("ana", NOON, HASH, "v2")),
                            record(new RefEvent.Noted("ana", NOON, HASH, "a note")),
                            state());
            case WORKING_COPY -> workingCopies();
        };
    }

    private static Revision revision(int disks) {
        List<Revision.Disk> all =
                java.util.stream.IntStream.range(0, disks)
                        .mapToObj(i -> new Revision.Disk("disk" + i, 1L << (20 + i), HASH))
                        .toList();
        return new Revision(
                List.of(HASH),
                all,
                disks == 0
                        ? Optional.empty()
                        : Optional.of(new Revision.Definition("web.xml", HASH)),
                "ana",
                NOON,
                "a message\nof two lines",
                "web",
                "disk.raw (raw)");
    }

    private static byte[] record(RefEvent event) {
        RecordWriter out = new RecordWriter().u8(0);
        event.encode(out);
        return out.toBytes();
    }

    /** A record that begins with the machine as it was. */
    private static byte[] state() {
        Machine machine =
                new Machine(
                        "web",
                        HASH,
                        new TreeMap<>(Map.of("v1", HASH, "v2", HASH)),
                        "ana",
                        NOON,
                        Optional.of("base"),
                        NOON,
                        List.of(3L, 5L),
                        63);
        RecordWriter out = new RecordWriter().u8(1);
        machine.encode(out);
        new RefEvent.Noted("ana", NOON, HASH, "a note").encode(out);
        return out.toBytes();
    }

    private static List<byte[]> workingCopies() {
        return List.of(
                """
                #a working copy of Colama
                machine=web
                base=%s
                definition=web.xml
                disk.0.name=disk0
                disk.0.file=disk0.raw
                disk.0.format=raw
                disk.1.name=disk1
                disk.1.file=second\\u0020disk.qcow2
                disk.1.format=qcow2
                """
                        .formatted(HASH.hex())
                        .getBytes(StandardCharsets.UTF_8),
                "machine=web\nbase=%s\n".formatted(HASH.hex()).getBytes(StandardCharsets.UTF_8));
    }

    /** Reads; returns whether the bytes were whole. */
    boolean read(byte[] bytes) {
        long most = MOST_ALLOCATED + MOST_ALLOCATED_PER_BYTE * bytes.length;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean whole = attempt(bytes);
        if (THREADS.getCurrentThreadAllocatedBytes() - before > most) {
            // classes were loaded on the way, and instrumented: it counts what a second time takes
            before = THREADS.getCurrentThreadAllocatedBytes();
            attempt(bytes);
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated for %d bytes", bytes.length)
                    .isLessThan(most);
        }
        return whole;
    }

    private boolean attempt(byte[] bytes) {
        try {
            switch (this) {
                case REVISION -> readRevision(bytes);
                case LOG_RECORD -> readLogRecord(bytes);
                case WORKING_COPY -> readWorkingCopy(bytes);
            }
            return true;
        } catch (StoreException.Damaged e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void readRevision(byte[] bytes) throws StoreException.Damaged {
        Revision revision = Revision.decode("revision", bytes);
        assertThat(revision.toString()).isNotBlank();
        assertThat(revision.title()).doesNotContain("\n");
        assertThat(revision.sizeBytes()).isNotNegative();
        assertThat(revision.disks())
                .allMatch(disk -> disk.sizeBytes() >= 0 && disk.sizeBytes() <= 1L << 56);
        assertThat(revision.encode()).isEqualTo(bytes);
    }

    private static void readLogRecord(byte[] bytes) throws IOException {
        if (bytes.length > 1 << 20) {
            return;
        }
        long natural = bytes.length > 0 && bytes[0] != 0 ? 64 : 0;
        for (long number : new long[] {0, 64, 65}) {
            try {
                readAt(bytes, number);
            } catch (StoreException.Damaged e) {
                if (number == natural) {
                    throw e;
                }
            }
        }
    }

    /** The same bytes as the first record, as one with a state, and as one between. */
    private static void readAt(byte[] bytes, long number) throws IOException {
        try (Store store = Store.create(new MemoryBackend(), new UUID(1, 2), NOON)) {
            byte[] sound = record(new RefEvent.Cloned("ana", NOON, HASH, "x"));
            for (long n = number / 64 * 64; n < number; n++) {
                store.logs().append("web", n, n == 64 ? state() : sound);
            }
            assertThat(store.logs().append("web", number, bytes)).isTrue();
            Repository repository = new Repository(store);
            MachineLog.Entry entry = new MachineLog(store.logs()).read("web", number);
            assertThat(entry.event().time().toString()).isNotBlank();
            try {
                Machine machine = repository.machine("web");
                assertThat(machine.lastRecord()).isEqualTo(number);
                assertThat(machine.toString()).isNotBlank();
                assertThat(repository.notes(machine)).isNotNull();
            } catch (StoreException.Damaged | StoreException.Absent e) {
                assertThat(e.getMessage()).contains("web"); // sound, but not in this place
            }
        }
    }

    private static void readWorkingCopy(byte[] bytes) throws IOException {
        Path directory = Files.createTempDirectory("colama-hostile");
        Path folder = directory.resolve(".colama");
        Path file = folder.resolve("working-copy.properties");
        try {
            Files.createDirectory(folder);
            Files.write(file, bytes);
            assertThat(WorkingCopy.isIn(directory)).isTrue();
            WorkingCopy copy = WorkingCopy.open(directory);
            for (WorkingCopy.DiskFile disk : copy.files()) {
                assertThat(directory.resolve(disk.fileName()).normalize().getParent())
                        .isEqualTo(directory);
            }
            copy.definition()
                    .ifPresent(name ->
                            assertThat(directory.resolve(name).normalize().getParent())
                                    .isEqualTo(directory));
            copy.save();
            assertThat(WorkingCopy.open(directory)).isEqualTo(copy);
        } finally {
            delete(List.of(file, folder, directory));
        }
    }

    private static void delete(List<Path> paths) {
        try {
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
