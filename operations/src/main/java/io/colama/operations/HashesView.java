package io.colama.operations;

import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.store.DiskHashes;
import io.colama.store.Geometry;
import io.colama.store.Hash;
import java.io.IOException;

/**
 * The hashes of a disk of a revision, for somebody who may read the disk: with them he finds out
 * what of his own copy differs, and learns nothing that the disk would not tell him.
 */
public final class HashesView {

    /** The most that are asked for at once. */
    public static final int MOST = 1 << 16;

    private final Environment environment;

    /** Looks into the repository of the environment. */
    public HashesView(Environment environment) {
        this.environment = environment;
    }

    /**
     * Hashes that follow each other.
     *
     * @param level 0 for blocks of 4,096 bytes, 1 for the groups of 128 hashes of these
     * @param from the number of the first
     * @param count 1 to {@value #MOST}
     */
    public record Request(String revision, String disk, int level, long from, int count) {}

    /** 32 bytes for each; fewer than were asked for where the disk ends. */
    public byte[] run(Request request) throws IOException {
        if (request.level < 0
                || request.level > 1
                || request.from < 0
                || request.count < 1
                || request.count > MOST) {
            throw new OperationException(
                    Failure.USAGE, "level 0 or 1, and 1 to %d hashes are expected".formatted(MOST));
        }
        try (Repository repository = environment.open()) {
            Revision.Disk disk =
                    DiskView.disk(
                            repository.resolve(request.revision).revision(),
                            request.revision,
                            request.disk);
            DiskHashes hashes = repository.store().hashes(disk.id());
            long all = request.level == 1 ? hashes.leaves() : Geometry.blocks(hashes.sizeBytes());
            int count = Math.clamp(all - request.from, 0, request.count);
            byte[] found = new byte[count * Hash.BYTES];
            return request.level == 1
                    ? leaves(hashes, request.from, found)
                    : blocks(hashes, request.from, found);
        }
    }

    private static byte[] leaves(DiskHashes hashes, long from, byte[] found) throws IOException {
        for (int i = 0; i < found.length / Hash.BYTES; i++) {
            hashes.leaf(from + i).put(found, i * Hash.BYTES);
        }
        return found;
    }

    private static byte[] blocks(DiskHashes hashes, long from, byte[] found) throws IOException {
        byte[] leaf = new byte[Geometry.FANOUT * Hash.BYTES];
        for (int at = 0; at < found.length; ) {
            long block = from + at / Hash.BYTES;
            int within = (int) (block % Geometry.FANOUT) * Hash.BYTES;
            hashes.blocks(block / Geometry.FANOUT, leaf, 0);
            int length = Math.min(leaf.length - within, found.length - at);
            System.arraycopy(leaf, within, found, at, length);
            at += length;
        }
        return found;
    }
}
