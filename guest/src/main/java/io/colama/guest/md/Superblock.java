package io.colama.guest.md;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a member says of its array and of itself. Numbers of sectors are those of 512 bytes.
 *
 * @param at where it was found
 * @param set the array's identifier
 * @param name what people call the array; empty when it has no name
 * @param made when, in a unit that grows
 * @param level of raid; -1 for linear
 * @param layout its number, or -1 when it is not told
 * @param usedSectors how much of each member counts, for levels with copies
 * @param chunkSectors how many sectors lie on a member before the next one's turn
 * @param slots how many members the array has when all are there
 * @param dataSector where the member's data starts
 * @param dataSectors how much there is of it
 * @param number the member's number, which its slot is found by
 * @param roles the slots of members by their numbers; -1 for those that have none
 * @param events how many changes of state the member has seen
 * @param isReshaped whether the array's shape is being changed
 * @param isFilled whether the member has all that it should have
 */
record Superblock(
        long at,
        String set,
        String name,
        long made,
        int level,
        int layout,
        long usedSectors,
        long chunkSectors,
        long slots,
        long dataSector,
        long dataSectors,
        long number,
        List<Integer> roles,
        long events,
        boolean isReshaped,
        boolean isFilled) {

    static final int SECTOR = 512;

    /** The slot of a member that has none. */
    static final int NO_SLOT = -1;

    private static final long MOST_SECTORS = 1L << 50;
    private static final long MOST_SLOTS = 1920;

    /** Copies the roles. */
    Superblock {
        roles = List.copyOf(roles);
    }

    /**
     * Finds the superblock of a member.
     *
     * @throws ImageException.NotThisFormat when there is none with a right checksum
     * @throws ImageException.Damaged when it cannot be right
     */
    static Superblock read(BlockSource member) throws IOException {
        Optional<Superblock> newest = SuperblockVersion0.read(member);
        long end = member.size();
        for (long at : new long[] {(end & -4096L) - 0x2000, 0, 4096}) {
            Optional<Superblock> found = SuperblockVersion1.read(member, at);
            boolean newer =
                    found.isPresent()
                            && (newest.isEmpty() || found.get().made() > newest.get().made());
            newest = newer ? found : newest;
        }
        if (newest.isEmpty()) {
            throw new ImageException.NotThisFormat("no superblock of md found");
        }
        return newest.get().check(end / SECTOR);
    }

    private Superblock check(long sectors) throws ImageException {
        if (slots <= 0
                || slots > MOST_SLOTS
                || usedSectors < 0
                || usedSectors > MOST_SECTORS
                || chunkSectors < 0
                || chunkSectors > MOST_SECTORS
                || dataSectors < 0
                || dataSectors > sectors
                || dataSector < 0
                || dataSector > sectors - dataSectors) {
            throw new ImageException.Damaged(
                    "md superblock at 0x%x: %d members, %d sectors in chunks of %d, data of %d sectors from %d on in %d found"
                            .formatted(
                                    at,
                                    slots,
                                    usedSectors,
                                    chunkSectors,
                                    dataSectors,
                                    dataSector,
                                    sectors));
        }
        return this;
    }

    /** The slot of a member of this number. */
    int slotOf(long member) {
        boolean known = member >= 0 && member < roles.size();
        int slot = known ? roles.get((int) member) : NO_SLOT;
        return slot < slots ? slot : NO_SLOT;
    }
}
