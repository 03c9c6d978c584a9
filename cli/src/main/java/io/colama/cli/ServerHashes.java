package io.colama.cli;

import io.colama.cli.remote.ServerClient;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.store.DiskHashes;
import io.colama.store.Geometry;
import io.colama.store.Hash;
import io.colama.store.VerityTree;
import java.io.IOException;

/**
 * The hashes of a disk of a server, which are fetched as they are needed: for each 512 KiB of the
 * disk 32 bytes, and where these differ, for each block of 4 KiB.
 */
final class ServerHashes implements DiskHashes {

    /** Leaves whose hashes are fetched together: those of 2 GiB. */
    private static final int LEAVES = 4096;

    /** Leaves whose blocks' hashes are fetched together: those of 128 MiB. */
    private static final int DETAILED = 256;

    private final ServerClient client;
    private final String address;
    private final long size;
    private final Window leaves = new Window(1, LEAVES);
    private final Window blocks = new Window(0, DETAILED * Geometry.FANOUT);

    /** Hashes that were fetched last. */
    private final class Window {
        private final int level;
        private final int count;
        private long number = -1;
        private byte[] hashes = new byte[0];

        Window(int level, int count) {
            this.level = level;
            this.count = count;
        }

        /** Copies hashes that lie in one window. */
        void copy(long from, int wanted, byte[] target, int offset) throws IOException {
            if (number != from / count) {
                hashes =
                        client.bytes(
                                "%s/hashes?level=%d&from=%d&count=%d"
                                        .formatted(address, level, from / count * count, count));
                number = from / count;
            }
            int at = (int) (from % count) * Hash.BYTES;
            if (hashes.length < at + wanted * Hash.BYTES) {
                throw new OperationException(
                        Failure.FAILED,
                        "%s: it tells too few hashes of a disk".formatted(client.server()));
            }
            System.arraycopy(hashes, at, target, offset, wanted * Hash.BYTES);
        }
    }

    ServerHashes(ServerClient client, String address, long size) {
        this.client = client;
        this.address = address;
        this.size = size;
    }

    @Override
    public long sizeBytes() {
        return size;
    }

    @Override
    public Hash leaf(long number) throws IOException {
        byte[] hash = new byte[Hash.BYTES];
        leaves.copy(number, 1, hash, 0);
        return Hash.at(hash, 0);
    }

    @Override
    public long zeroLeaves(long number) throws IOException {
        return leaf(number).equals(VerityTree.zeroLeaf()) ? 1 : 0;
    }

    @Override
    public void blocks(long leaf, byte[] target, int offset) throws IOException {
        blocks.copy(leaf * Geometry.FANOUT, blocksOf(leaf), target, offset);
    }
}
