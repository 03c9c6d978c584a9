package io.colama.guest.md;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.record.Bytes;
import io.colama.block.record.Guid;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The superblock of versions 1.0, 1.1 and 1.2, which differ in its place. */
@OnDisk(size = 256, source = "Linux, md_p.h, struct mdp_superblock_1")
record SuperblockVersion1(
        @U32(at = 0) long magic,
        @U32(at = 4) long major,
        @U32(at = 8) long features,
        @Bytes(at = 16, length = 16) ByteBuffer set,
        @Bytes(at = 32, length = 32) ByteBuffer name,
        @U64(at = 64) long made,
        @U32(at = 72) long level,
        @U32(at = 76) long layout,
        @U64(at = 80) long usedSectors,
        @U32(at = 88) long chunkSectors,
        @U32(at = 92) long slots,
        @U64(at = 128) long dataSector,
        @U64(at = 136) long dataSectors,
        @U64(at = 144) long ownSector,
        @U32(at = 160) long number,
        @U64(at = 200) long events,
        @U32(at = 216) long checksum,
        @U32(at = 220) long members) {

    static final RecordLayout<SuperblockVersion1> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), SuperblockVersion1.class);

    private static final int BYTES = 4096;
    private static final long MAGIC = 0xa92b4efcL;
    private static final int ROLES_AT = 256;
    private static final int MOST_MEMBERS = (BYTES - ROLES_AT) / 2;
    private static final int CHECKSUM_AT = 216;
    private static final int LAST_SLOT = 0xfeff;
    private static final long RECOVERING = 0x2;
    private static final long RESHAPING = 0x4;
    private static final long LAYOUT_KNOWN = 0x1000;
    private static final long SECONDS = (1L << 40) - 1;

    /** The superblock at a place, when there is one with a right checksum. */
    static Optional<Superblock> read(BlockSource member, long at) throws IOException {
        if (at < 0 || at > member.size() - BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        member.read(at, bytes);
        bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
        SuperblockVersion1 one = LAYOUT.parse(bytes.slice(0, LAYOUT.size()), "md superblock");
        boolean right =
                one.magic == MAGIC
                        && one.major == 1
                        && one.ownSector == at / Superblock.SECTOR
                        && one.members <= MOST_MEMBERS
                        && one.checksum == sum(bytes, (int) one.members);
        return right ? Optional.of(one.superblock(at, bytes)) : Optional.empty();
    }

    /** The sum of all words and, where a half of one is left, of that. */
    static long sum(ByteBuffer bytes, int members) {
        int end = ROLES_AT + 2 * members;
        long sum = 0;
        int at = 0;
        for (; at + Integer.BYTES <= end; at += Integer.BYTES) {
            sum += at == CHECKSUM_AT ? 0 : bytes.getInt(at) & 0xffff_ffffL;
        }
        sum += at < end ? bytes.getShort(at) & 0xffff : 0;
        return (sum & 0xffff_ffffL) + (sum >>> 32) & 0xffff_ffffL;
    }

    private Superblock superblock(long at, ByteBuffer bytes) throws ImageException {
        List<Integer> roles = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            int role = bytes.getShort(ROLES_AT + 2 * i) & 0xffff;
            roles.add(role <= LAST_SLOT ? role : Superblock.NO_SLOT);
        }
        boolean layoutKnown = level != 0 || (features & LAYOUT_KNOWN) != 0;
        return new Superblock(
                at,
                Guid.readPlain(set, 0).toString(),
                label(),
                made & SECONDS,
                (int) level,
                layoutKnown ? (int) layout : -1,
                usedSectors,
                chunkSectors,
                slots,
                dataSector,
                dataSectors,
                number,
                roles,
                events,
                (features & RESHAPING) != 0,
                (features & RECOVERING) == 0);
    }

    /** The name behind that of the host that made the array. */
    private String label() {
        byte[] text = new byte[name.limit()];
        name.get(0, text);
        String all = new String(text, StandardCharsets.UTF_8);
        int end = all.indexOf('\0');
        String whole = end < 0 ? all : all.substring(0, end);
        return whole.substring(whole.lastIndexOf(':') + 1);
    }
}
