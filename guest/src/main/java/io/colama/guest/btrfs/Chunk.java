package io.colama.guest.btrfs;

import io.colama.block.ImageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A stretch of logical addresses and the stretches of devices that hold it.
 *
 * @param start its first logical address
 * @param length how many bytes
 * @param stripeBytes how many bytes lie on a device before the next one's turn
 * @param profile how they are spread
 * @param subStripes how many copies there are of each stripe, for raid10
 * @param stripes the stretches
 */
record Chunk(
        long start,
        long length,
        long stripeBytes,
        Profile profile,
        int subStripes,
        List<Stripe> stripes) {

    private static final int FIXED = 48;
    private static final int STRIPE = 32;
    private static final long MOST = Long.MAX_VALUE / 4;

    /** How the bytes of a chunk are spread. */
    enum Profile {
        COPIES,
        RAID0,
        RAID10,
        RAID5,
        RAID6;

        static Profile of(long type) {
            if ((type & 0x8) != 0) {
                return RAID0;
            }
            if ((type & 0x40) != 0) {
                return RAID10;
            }
            if ((type & 0x80) != 0) {
                return RAID5;
            }
            return (type & 0x100) != 0 ? RAID6 : COPIES;
        }
    }

    /**
     * A stretch of a device.
     *
     * @param device its number
     * @param offset where it starts
     */
    record Stripe(long device, long offset) {}

    /**
     * Where bytes lie.
     *
     * @param copies each holds all of them
     * @param length how many lie there in one piece
     */
    record Place(List<Stripe> copies, long length) {}

    /** How many bytes the item at the start of {@code bytes} has. */
    static int itemBytes(ByteBuffer bytes) {
        return FIXED + (bytes.getShort(44) & 0xffff) * STRIPE;
    }

    /** Parses the item of a key and checks it. */
    static Chunk parse(Key key, ByteBuffer bytes) throws ImageException {
        if (bytes.limit() < FIXED || bytes.limit() < itemBytes(bytes)) {
            throw new ImageException.Damaged(
                    "chunk 0x%x: %d bytes found".formatted(key.offset(), bytes.limit()));
        }
        int count = bytes.getShort(44) & 0xffff;
        List<Stripe> stripes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = FIXED + i * STRIPE;
            stripes.add(new Stripe(bytes.getLong(at), bytes.getLong(at + 8)));
        }
        Profile profile = Profile.of(bytes.getLong(24));
        Chunk chunk =
                new Chunk(
                        key.offset(),
                        bytes.getLong(0),
                        bytes.getLong(16),
                        profile,
                        bytes.getShort(46) & 0xffff,
                        List.copyOf(stripes));
        chunk.check();
        return chunk;
    }

    private void check() throws ImageException {
        boolean placed =
                stripes.stream().allMatch(one -> one.offset() >= 0 && one.offset() <= MOST);
        boolean spread =
                switch (profile) {
                    case COPIES, RAID0 -> !stripes.isEmpty();
                    case RAID10 ->
                            subStripes > 0
                                    && !stripes.isEmpty()
                                    && stripes.size() % subStripes == 0;
                    case RAID5 -> stripes.size() > 1;
                    case RAID6 -> stripes.size() > 2;
                };
        if (!placed
                || !spread
                || start < 0
                || start > MOST
                || length <= 0
                || length > MOST
                || stripeBytes < 512
                || stripeBytes > 1 << 30) {
            throw new ImageException.Damaged(
                    "chunk 0x%x: %d bytes in stripes of %d, %s with %d places, found"
                            .formatted(start, length, stripeBytes, profile, stripes.size()));
        }
    }

    long end() {
        return start + length;
    }

    /** Whether these devices have a copy of all its bytes. */
    boolean isWholeOn(Set<Long> devices) {
        int together =
                switch (profile) {
                    case COPIES -> stripes.size();
                    case RAID10 -> subStripes;
                    case RAID0, RAID5, RAID6 -> 1;
                };
        for (int i = 0; i < stripes.size(); i += together) {
            List<Stripe> copies = stripes.subList(i, i + together);
            if (copies.stream().noneMatch(one -> devices.contains(one.device()))) {
                return false;
            }
        }
        return true;
    }

    /** Where the byte of a logical address and those behind it lie. */
    Place at(long logical) {
        long offset = logical - start;
        if (profile == Profile.COPIES) {
            return place(stripes, offset, length - offset);
        }
        long number = offset / stripeBytes;
        long within = offset % stripeBytes;
        long most = Math.min(stripeBytes - within, length - offset);
        int all = stripes.size();
        return switch (profile) {
            case COPIES, RAID0 -> {
                Stripe one = stripes.get((int) (number % all));
                yield place(List.of(one), number / all * stripeBytes + within, most);
            }
            case RAID10 -> {
                int groups = all / subStripes;
                int first = (int) (number % groups) * subStripes;
                List<Stripe> copies = stripes.subList(first, first + subStripes);
                yield place(copies, number / groups * stripeBytes + within, most);
            }
            case RAID5, RAID6 -> {
                int data = all - (profile == Profile.RAID5 ? 1 : 2);
                long row = number / data;
                Stripe one = stripes.get((int) ((number % data + row) % all));
                yield place(List.of(one), row * stripeBytes + within, most);
            }
        };
    }

    private static Place place(List<Stripe> stripes, long offset, long length) {
        return new Place(
                stripes.stream()
                        .map(one -> new Stripe(one.device(), one.offset() + offset))
                        .toList(),
                length);
    }
}
