package io.colama.guest.ext;

import io.colama.block.record.Bytes;
import io.colama.block.record.Endian;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U32;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;

/** The superblock of a journal, its first block. */
@OnDisk(size = 1024, source = "ext4, journal.rst, \"Super Block\"", order = Endian.BIG)
record JournalHeader(
        @U32(at = 0) long magic,
        @U32(at = 4) long type,
        @U32(at = 12) long blockBytes,
        @U32(at = 16) long blocks,
        @U32(at = 20) long first,
        @U32(at = 24) long sequence,
        @U32(at = 28) long start,
        @U32(at = 40) long incompatible,
        @Bytes(at = 48, length = 16) ByteBuffer id,
        @U32(at = 84) long fastCommitBlocksField) {

    static final RecordLayout<JournalHeader> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), JournalHeader.class);

    static final long MAGIC = 0xc03b3998L;
    static final int SUPERBLOCK_V1 = 3;
    static final int SUPERBLOCK_V2 = 4;

    private static final int INCOMPAT_64BIT = 0x2;
    private static final int INCOMPAT_CHECKSUM_2 = 0x8;
    private static final int INCOMPAT_CHECKSUM_3 = 0x10;
    private static final int INCOMPAT_FAST_COMMIT = 0x20;
    private static final int FAST_COMMIT_BLOCKS = 256;

    private boolean has(int feature) {
        return type == SUPERBLOCK_V2 && (incompatible & feature) != 0;
    }

    boolean wide() {
        return has(INCOMPAT_64BIT);
    }

    boolean checksum2() {
        return has(INCOMPAT_CHECKSUM_2);
    }

    boolean checksum3() {
        return has(INCOMPAT_CHECKSUM_3);
    }

    boolean checksums() {
        return checksum2() || checksum3();
    }

    boolean fastCommits() {
        return has(INCOMPAT_FAST_COMMIT);
    }

    /** The block behind the last one of the ring; the area of fast commits follows it. */
    long end() {
        if (!fastCommits()) {
            return blocks;
        }
        return blocks - (fastCommitBlocksField == 0 ? FAST_COMMIT_BLOCKS : fastCommitBlocksField);
    }

    /** The length of a tag in a descriptor block, without the UUID that may follow it. */
    int tagBytes() {
        if (checksum3()) {
            return 16;
        }
        return (wide() ? 12 : 8) + (checksum2() ? 2 : 0);
    }
}
