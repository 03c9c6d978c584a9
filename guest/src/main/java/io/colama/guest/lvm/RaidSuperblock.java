package io.colama.guest.lvm;

import io.colama.block.BlockSource;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What stands beside an image of a raid: whether it and the others are in order. */
@OnDisk(size = 48, source = "Linux, dm-raid.c, struct dm_raid_superblock")
record RaidSuperblock(
        @U32(at = 0) long magic,
        @U32(at = 12) long position,
        @U64(at = 16) long events,
        @U64(at = 24) long failed,
        @U64(at = 32) long filledTo) {

    static final RecordLayout<RaidSuperblock> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), RaidSuperblock.class);

    private static final long MAGIC = 0x6452_6d44L;
    private static final long ALL = -1;

    /** The superblock of a volume of metadata; empty where none was written yet. */
    static Optional<RaidSuperblock> read(BlockSource metadata) throws IOException {
        if (metadata.size() < LAYOUT.size()) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(LAYOUT.size());
        metadata.read(0, bytes);
        RaidSuperblock found = LAYOUT.parse(bytes.flip(), "superblock of dm-raid");
        return found.magic == MAGIC ? Optional.of(found) : Optional.empty();
    }

    /**
     * The numbers of the images that may be read, the best first: not those that the newest
     * superblock says have failed, that are older than it, or that are still being filled.
     *
     * @param all those of all images; empty where there is none
     */
    static List<Integer> inOrder(List<Optional<RaidSuperblock>> all) {
        Optional<RaidSuperblock> newest =
                all.stream()
                        .flatMap(Optional::stream)
                        .max(Comparator.comparing(RaidSuperblock::events, Long::compareUnsigned));
        List<Integer> sound = new ArrayList<>();
        List<Integer> unknown = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Optional<RaidSuperblock> one = all.get(i);
            boolean failed =
                    newest.isPresent() && i < Long.SIZE && (newest.get().failed >>> i & 1) != 0;
            if (one.isEmpty() && !failed) {
                unknown.add(i);
            } else if (one.isPresent()
                    && !failed
                    && one.get().filledTo == ALL
                    && one.get().events == newest.orElseThrow().events) {
                sound.add(i);
            }
        }
        sound.addAll(unknown);
        return sound;
    }
}
