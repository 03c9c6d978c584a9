package io.colama.disk.qcow2;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The L1 and L2 tables of an image that is written in ascending order: one L2 table is in memory at
 * a time.
 */
final class ClusterTables {

    private static final long COPIED = 1L << 63;
    private static final long COMPRESSED = 1L << 62;
    private static final int OFFSET_BITS = 62 - (HostFile.CLUSTER_BITS - 8);
    private static final int SECTOR = 512;
    private static final int ENTRIES = HostFile.CLUSTER / Long.BYTES;

    private final HostFile host;
    private final long[] l1;
    private final long l1Offset;
    private final ByteBuffer l2 = ByteBuffer.allocate(HostFile.CLUSTER);
    private int current = -1;

    /** Tables of {@code l1Entries} entries, for which clusters are given out here. */
    ClusterTables(HostFile host, int l1Entries) throws IOException {
        this.host = host;
        this.l1 = new long[l1Entries];
        this.l1Offset = host.allocate();
        for (int i = 1; i < Math.ceilDiv(l1Entries, ENTRIES); i++) {
            host.allocate();
        }
    }

    long l1Offset() {
        return l1Offset;
    }

    int l1Entries() {
        return l1.length;
    }

    /** Says that a cluster of the disk lies at {@code offset} as it is. */
    void stored(long cluster, long offset) throws IOException {
        put(cluster, offset | COPIED);
    }

    /**
     * Says that a cluster of the disk lies at {@code offset} in {@code length} compressed bytes.
     */
    void compressed(long cluster, long offset, int length) throws IOException {
        long sectors = (offset + length - 1) / SECTOR - offset / SECTOR;
        put(cluster, COMPRESSED | sectors << OFFSET_BITS | offset);
    }

    private void put(long cluster, long entry) throws IOException {
        int table = (int) (cluster / ENTRIES);
        if (table != current) {
            writeCurrent();
            current = table;
        }
        l2.putLong((int) (cluster % ENTRIES) * Long.BYTES, entry);
    }

    private void writeCurrent() throws IOException {
        if (current < 0) {
            return;
        }
        long offset = host.allocate();
        host.write(offset, l2.clear());
        l1[current] = offset | COPIED;
        l2.clear().put(new byte[HostFile.CLUSTER]);
    }

    /** Writes what is in memory. */
    void finish() throws IOException {
        writeCurrent();
        int clusters = Math.max(1, Math.ceilDiv(l1.length, ENTRIES));
        ByteBuffer table = ByteBuffer.allocate(clusters * HostFile.CLUSTER);
        table.asLongBuffer().put(l1);
        host.write(l1Offset, table);
    }
}
