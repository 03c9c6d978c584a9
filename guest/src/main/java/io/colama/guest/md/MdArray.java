package io.colama.guest.md;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.guest.array.JoinedVolume;
import io.colama.guest.array.Member;
import io.colama.guest.array.StripedSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The members of one array that are there. Immutable. */
final class MdArray {

    private static final int LINEAR = -1;
    private static final int BY_ALL_CHUNKS = 1;
    private static final int BY_CHUNKS_OF_ZONE = 2;

    private final List<Piece> pieces;
    private final Superblock newest;

    /** A member and what it says. */
    record Piece(Member member, Superblock superblock) {

        /** So many sectors of its data. */
        BlockSource data(long fromSector, long sectors) throws ImageException {
            if (fromSector > superblock.dataSectors() - sectors) {
                throw new ImageException.Damaged(
                        "member %s: %d sectors of data found, %d expected"
                                .formatted(
                                        member.name(),
                                        superblock.dataSectors(),
                                        fromSector + sectors));
            }
            return BlockSources.slice(
                    BlockSources.view(member.source()),
                    (superblock.dataSector() + fromSector) * Superblock.SECTOR,
                    sectors * Superblock.SECTOR);
        }
    }

    /**
     * @param pieces at least one, of the same array
     */
    MdArray(List<Piece> pieces) {
        this.pieces =
                pieces.stream()
                        .sorted(
                                Comparator.comparing(
                                        (Piece piece) -> piece.superblock().events(),
                                        (one, other) -> Long.compareUnsigned(other, one)))
                        .toList();
        this.newest = this.pieces.getFirst().superblock();
    }

    /** What people call it. */
    String name() {
        return newest.name();
    }

    /** Its bytes, or why they cannot be had. */
    JoinedVolume join(String name) {
        List<String> disks =
                pieces.stream()
                        .flatMap(piece -> piece.member().disks().stream())
                        .distinct()
                        .sorted()
                        .toList();
        String level = level();
        if (newest.isReshaped()) {
            return JoinedVolume.closed(
                    name,
                    disks,
                    "unsupported:md-reshape",
                    "the shape of a %s is being changed".formatted(level));
        }
        SortedMap<Integer, Piece> slots = slots();
        try {
            Optional<BlockSource> source =
                    switch (newest.level()) {
                        case 0 ->
                                whole(slots) ? Optional.of(striped(list(slots))) : Optional.empty();
                        case LINEAR ->
                                whole(slots) ? Optional.of(linear(list(slots))) : Optional.empty();
                        case 1 -> copy(slots);
                        default -> throw new ImageException.Unsupported(level);
                    };
            return source.isPresent()
                    ? new JoinedVolume(name, disks, source, Optional.empty(), "")
                    : JoinedVolume.closed(
                            name,
                            disks,
                            "needs-disk:%d-of-%d".formatted(slots.size(), newest.slots()),
                            "%d of the %d members of a %s are there and in order"
                                    .formatted(slots.size(), newest.slots(), level));
        } catch (ImageException.Unsupported told) {
            return JoinedVolume.closed(
                    name,
                    disks,
                    "unsupported:md-" + told.getMessage(),
                    "an array of " + told.getMessage());
        } catch (ImageException broken) {
            return JoinedVolume.closed(
                    name, disks, "damaged:md", String.valueOf(broken.getMessage()));
        }
    }

    private String level() {
        return switch (newest.level()) {
            case LINEAR -> "linear";
            case -4 -> "multipath";
            case 0, 1, 4, 5, 6, 10 -> "raid" + newest.level();
            default -> "level" + newest.level();
        };
    }

    /** The members in order by their slots; of two for one slot the newer. */
    private SortedMap<Integer, Piece> slots() {
        SortedMap<Integer, Piece> slots = new TreeMap<>();
        for (Piece piece : pieces) {
            int slot = newest.slotOf(piece.superblock().number());
            if (slot != Superblock.NO_SLOT && piece.superblock().isFilled()) {
                slots.putIfAbsent(slot, piece);
            }
        }
        return slots;
    }

    private boolean whole(SortedMap<Integer, Piece> slots) {
        return slots.size() == newest.slots();
    }

    private static List<Piece> list(SortedMap<Integer, Piece> slots) {
        return List.copyOf(slots.values());
    }

    /** The copy that saw the last change; one that stopped before is not what was there. */
    private Optional<BlockSource> copy(SortedMap<Integer, Piece> slots) throws ImageException {
        for (Piece piece : pieces) {
            long behind = newest.events() - piece.superblock().events();
            if (slots.containsValue(piece) && Long.compareUnsigned(behind, 1) <= 0) {
                return Optional.of(piece.data(0, newest.usedSectors()));
            }
        }
        return Optional.empty();
    }

    /** How many sectors of a member count: whole chunks. */
    private long chunked(Piece piece) {
        long chunk = Math.max(1, newest.chunkSectors());
        return piece.superblock().dataSectors() / chunk * chunk;
    }

    private BlockSource linear(List<Piece> members) throws ImageException {
        List<BlockSource> parts = new ArrayList<>();
        for (Piece piece : members) {
            parts.add(piece.data(0, chunked(piece)));
        }
        return BlockSources.concat(parts);
    }

    /**
     * Zones: while all members last, while those last that are longer than the shortest, and on.
     */
    private BlockSource striped(List<Piece> members) throws ImageException {
        long chunk = newest.chunkSectors();
        if (chunk == 0) {
            throw new ImageException.Damaged("a raid0 with chunks of no sectors found");
        }
        List<BlockSource> zones = new ArrayList<>();
        long done = 0;
        long from = 0;
        while (true) {
            long start = from;
            List<Piece> there = new ArrayList<>(members);
            there.removeIf(piece -> chunked(piece) <= start);
            if (there.isEmpty()) {
                return BlockSources.concat(zones);
            }
            long to = there.stream().mapToLong(this::chunked).min().orElse(start);
            turn(there, done / chunk);
            List<BlockSource> parts = new ArrayList<>();
            for (Piece piece : there) {
                parts.add(piece.data(start, to - start));
            }
            zones.add(new StripedSource(parts, chunk * Superblock.SECTOR));
            done += (to - start) * there.size();
            from = to;
        }
    }

    /**
     * Old kernels give a zone's first chunk to the member whose turn it is by all chunks before.
     */
    private void turn(List<Piece> members, long chunksBefore) throws ImageException {
        int first = (int) (chunksBefore % members.size());
        if (first == 0 || newest.layout() == BY_CHUNKS_OF_ZONE) {
            return;
        }
        if (newest.layout() != BY_ALL_CHUNKS) {
            throw new ImageException.Unsupported("raid0-zones");
        }
        Collections.rotate(members, -first);
    }
}
