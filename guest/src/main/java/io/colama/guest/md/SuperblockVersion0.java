package io.colama.guest.md;

import io.colama.block.BlockSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The superblock of version 0.90: 1,024 words in the byte order of the machine that wrote it, in
 * the last whole 64 KiB but one of a member. Source: Linux, md_p.h, mdp_super_t.
 */
final class SuperblockVersion0 {

    private static final int BYTES = 4096;
    private static final int RESERVED = 0x10000;
    private static final int MAGIC = 0xa92b4efc;
    private static final int CHECKSUM = 38;
    private static final int DISKS = 128;
    private static final int DISK_WORDS = 32;
    private static final int DISK_COUNT = 27;
    private static final int THIS_DISK = 992;
    private static final int STATES = 7;
    private static final int IN_ORDER = 6;
    private static final int RESHAPING = 91;

    private final ByteBuffer bytes;
    private final long at;

    private SuperblockVersion0(ByteBuffer bytes, long at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** The superblock of a member, when there is one with a right checksum. */
    static Optional<Superblock> read(BlockSource member) throws IOException {
        long at = (member.size() & -RESERVED) - RESERVED;
        if (at < 0) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        member.read(at, bytes);
        boolean big = bytes.getInt(0) == MAGIC;
        bytes.flip().order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        SuperblockVersion0 one = new SuperblockVersion0(bytes, at);
        boolean right =
                bytes.getInt(0) == MAGIC
                        && one.word(1) == 0
                        && one.word(2) >= 90
                        && one.word(CHECKSUM) == sum(bytes);
        return right ? Optional.of(one.superblock(big)) : Optional.empty();
    }

    /** The sum of all words but that of the checksum. */
    static long sum(ByteBuffer bytes) {
        long sum = 0;
        for (int i = 0; i < BYTES / Integer.BYTES; i++) {
            sum += i == CHECKSUM ? 0 : bytes.getInt(i * Integer.BYTES) & 0xffff_ffffL;
        }
        return (sum & 0xffff_ffffL) + (sum >>> 32) & 0xffff_ffffL;
    }

    private long word(int index) {
        return bytes.getInt(index * Integer.BYTES) & 0xffff_ffffL;
    }

    private Superblock superblock(boolean big) {
        List<Integer> roles = new ArrayList<>(Collections.nCopies(DISK_COUNT, Superblock.NO_SLOT));
        for (int i = 0; i < DISK_COUNT; i++) {
            int disk = DISKS + i * DISK_WORDS;
            if ((word(disk + 4) & STATES) == IN_ORDER) {
                roles.set(i, (int) Math.min(word(disk + 3), Integer.MAX_VALUE));
            }
        }
        int high = big ? 39 : 40;
        int low = big ? 40 : 39;
        return new Superblock(
                at,
                new UUID(word(5) << 32 | word(13), word(14) << 32 | word(15)).toString(),
                Long.toString(word(11)),
                word(6),
                (int) word(7),
                word(7) == 0 ? -1 : (int) word(64),
                word(8) * 2,
                word(65) / Superblock.SECTOR,
                word(10),
                0,
                at / Superblock.SECTOR,
                word(THIS_DISK),
                roles,
                word(high) << 32 | word(low),
                word(2) == RESHAPING,
                true);
    }
}
