package io.colama.operations.live;

import io.colama.block.Run;
import io.colama.disk.image.TargetFile;
import io.colama.disk.image.WriteOptions;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.store.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What machines read first when they start: {@code cache/boot/ID} holds the offsets of pieces of
 * {@value #PIECE} bytes of a disk, in the order in which a start read them, a decimal number on
 * each line. A cache: without it a start takes longer.
 */
final class BootRanges {

    /** As large as what is decoded at once. */
    static final int PIECE = 256 << 10;

    /** More than that is not read ahead: 128 MiB. */
    static final int MOST = 512;

    private static final int MOST_STEPS = 8;
    private static final long MOST_FILE_BYTES = 16 << 10;

    private final Path folder;

    /** Those of the repository in a directory. */
    BootRanges(Path repository) {
        this.folder = repository.resolve("cache").resolve("boot");
    }

    /**
     * What a start of this disk is going to read, if it or a disk of the same name in an earlier
     * revision was started before.
     */
    List<Run> find(Repository repository, Revision revision, Revision.Disk disk)
            throws IOException {
        Optional<Revision> at = Optional.of(revision);
        for (int i = 0; i < MOST_STEPS && at.isPresent(); i++) {
            Optional<Revision.Disk> then =
                    at.get().disks().stream()
                            .filter(one -> one.name().equals(disk.name()))
                            .findFirst();
            if (then.isPresent()) {
                List<Run> runs = read(then.get().id(), disk.sizeBytes());
                if (!runs.isEmpty()) {
                    return runs;
                }
            }
            Optional<Hash> parent = at.get().parents().stream().findFirst();
            at =
                    parent.isPresent()
                            ? Optional.of(repository.revision(parent.get()))
                            : Optional.empty();
        }
        return List.of();
    }

    private List<Run> read(Hash disk, long sizeBytes) throws IOException {
        Path file = folder.resolve(disk.hex());
        List<Run> runs = new ArrayList<>();
        try {
            if (Files.size(file) > MOST_FILE_BYTES) {
                return runs;
            }
            for (String line : Files.readAllLines(file)) {
                long offset = line.matches("[0-9]{1,18}") ? Long.parseLong(line) : -1;
                if (offset >= 0 && offset < sizeBytes && runs.size() < MOST) {
                    long length = Math.min(PIECE, sizeBytes - offset);
                    runs.add(new Run(offset, length, Run.Kind.DATA));
                }
            }
        } catch (NoSuchFileException none) {
            return runs;
        }
        return runs;
    }

    /** Keeps what a start has read. */
    void keep(Hash disk, List<Long> offsets) throws IOException {
        Files.createDirectories(folder);
        StringBuilder lines = new StringBuilder();
        offsets.forEach(offset -> lines.append(offset).append('\n'));
        TargetFile.save(
                folder.resolve(disk.hex()),
                lines.toString().getBytes(StandardCharsets.US_ASCII),
                WriteOptions.defaults().withReplace(true));
    }
}
