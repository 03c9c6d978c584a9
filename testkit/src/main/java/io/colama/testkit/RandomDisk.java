package io.colama.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A disk for tests: regions of holes, zeros, random bytes, repeated blocks, text, and copies of
 * each other, all from a {@link Seed}. Bytes are computed when they are read, so a disk of
 * terabytes costs nothing until then.
 *
 * <p>A value, safe for threads; the same seed gives the same bytes for good.
 */
public final class RandomDisk {

    private static final int COPY_BUFFER = 1 << 20;
    private static final int LONGEST_CHANGE = 256 << 10;

    private final List<Region> regions;

    private RandomDisk(List<Region> regions) {
        this.regions = List.copyOf(regions);
    }

    /** What a region is made of. */
    public enum Kind {
        /** Reads as zeros and takes no room in a file. */
        HOLE,
        /** Zeros that are written. */
        ZERO,
        /** Bytes that neither compress nor repeat. */
        RANDOM,
        /** One random block of 4 KiB again and again. */
        REPEATED,
        /** Words and numbers that compress to about a quarter. */
        TEXT
    }

    /**
     * Some bytes of one kind.
     *
     * @param offset where they lie in the disk
     * @param from where they begin in their content: copies share a content
     */
    record Region(long offset, long length, DiskContent content, long from) {

        long end() {
            return offset + length;
        }

        /**
         * The part of this region in {@code [start, end)}, which must not be empty, put where
         * {@code target} says.
         */
        Region part(long start, long end, long target) {
            return new Region(target, end - start, content, from + start - offset);
        }
    }

    /** Begins an empty disk. */
    public static Builder builder(Seed seed) {
        return new Builder(seed);
    }

    /**
     * A disk of exactly {@code sizeBytes} bytes with some of everything, regions not aligned to
     * anything.
     */
    public static RandomDisk of(Seed seed, long sizeBytes) {
        RandomGenerator random = seed.random();
        Builder builder = builder(seed.part(1));
        while (builder.size < sizeBytes) {
            long longest = Math.max(1, Math.min(sizeBytes / 8, 1L << 30));
            long length = Math.min(1 + random.nextLong(longest), sizeBytes - builder.size);
            if (random.nextBoolean()) {
                length = Math.min((length + 4095) / 4096 * 4096, sizeBytes - builder.size);
            }
            int choice = random.nextInt(Kind.values().length + 2);
            if (choice < Kind.values().length) {
                builder.region(Kind.values()[choice], length);
            } else if (builder.size > 0) {
                long available = Math.min(length, builder.size);
                builder.copyOf(random.nextLong(builder.size - available + 1), available);
            }
        }
        return builder.build();
    }

    /** Puts regions one behind the other. Not safe for threads. */
    public static final class Builder {

        private final Seed seed;
        private final List<Region> regions = new ArrayList<>();
        private long size;

        private Builder(Seed seed) {
            this.seed = seed;
        }

        /** Adds {@code length} bytes of a kind, unlike any region of that kind before. */
        public Builder region(Kind kind, long length) {
            DiskContent content = new DiskContent(kind, seed.part(regions.size()).value());
            if (length > 0) {
                regions.add(new Region(size, length, content, 0));
                size += length;
            }
            return this;
        }

        /**
         * Adds what lies at {@code offset} a second time; a shifted copy when offset and end differ
         * in their blocks.
         */
        public Builder copyOf(long offset, long length) {
            Objects.checkFromIndexSize(offset, length, size);
            regions.addAll(slice(regions, offset, offset + length, size));
            size += length;
            return this;
        }

        /** The disk. */
        public RandomDisk build() {
            return new RandomDisk(regions);
        }
    }

    /** The number of bytes of this disk. */
    public long size() {
        return regions.isEmpty() ? 0 : regions.getLast().end();
    }

    /** How many bytes lie in regions of a kind, copies included. */
    public long bytesOf(Kind kind) {
        return regions.stream()
                .filter(region -> region.content().kind() == kind)
                .mapToLong(Region::length)
                .sum();
    }

    /** Fills what remains in {@code target} with the bytes from {@code offset} on. */
    public void read(long offset, ByteBuffer target) {
        Objects.checkFromIndexSize(offset, (long) target.remaining(), size());
        int limit = target.limit();
        long end = offset + target.remaining();
        for (Region region : slice(regions, offset, end, offset)) {
            target.limit(target.position() + (int) region.length());
            region.content().read(region.from(), target);
        }
        target.limit(limit);
    }

    /** The whole disk, which must be below 2 GiB. */
    public byte[] bytes() {
        byte[] bytes = new byte[Math.toIntExact(size())];
        read(0, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** Writes the disk to a new sparse file: holes are left out. */
    public void writeTo(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocate(COPY_BUFFER);
            for (Region region : regions) {
                if (region.content().kind() != Kind.HOLE) {
                    for (long done = 0; done < region.length(); done += buffer.limit()) {
                        buffer.clear().limit((int) Math.min(COPY_BUFFER, region.length() - done));
                        region.content().read(region.from() + done, buffer);
                        writeAll(channel, buffer.flip(), region.offset() + done);
                    }
                }
            }
            if (channel.size() < size()) {
                writeAll(channel, ByteBuffer.allocate(1), size() - 1);
            }
        }
    }

    /**
     * The next revision: about {@code fraction} of the bytes become something else, in runs of up
     * to 256 KiB, half of them aligned to 4 KiB. The size stays.
     */
    public RandomDisk mutate(Seed seed, double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("a fraction lies between 0 and 1: " + fraction);
        }
        RandomGenerator random = seed.random();
        List<Region> changed = regions;
        long left = Math.round(size() * fraction);
        for (int i = 0; left > 0; i++) {
            long length = Math.min(left, 1 + random.nextLong(Math.min(LONGEST_CHANGE, size())));
            long offset = random.nextLong(size() - length + 1);
            if (random.nextBoolean()) {
                offset -= offset % DiskContent.BLOCK;
            }
            changed = replace(changed, offset, change(seed.part(i), random, offset, length));
            left -= length;
        }
        return new RandomDisk(changed);
    }

    private List<Region> change(Seed seed, RandomGenerator random, long offset, long length) {
        int choice = random.nextInt(Kind.values().length + 1);
        if (choice < Kind.values().length) {
            DiskContent content = new DiskContent(Kind.values()[choice], seed.value());
            return List.of(new Region(offset, length, content, 0));
        }
        long source = random.nextLong(size() - length + 1);
        return slice(regions, source, source + length, offset);
    }

    private static List<Region> replace(List<Region> all, long offset, List<Region> changed) {
        long end = all.getLast().end();
        long behind = changed.getLast().end();
        List<Region> result = new ArrayList<>(slice(all, 0, offset, 0));
        result.addAll(changed);
        result.addAll(slice(all, behind, end, behind));
        return result;
    }

    /** The regions of {@code [start, end)}, moved to {@code target}. */
    private static List<Region> slice(List<Region> all, long start, long end, long target) {
        List<Region> slice = new ArrayList<>();
        for (int i = indexAt(all, start); i < all.size() && all.get(i).offset() < end; i++) {
            Region region = all.get(i);
            long from = Math.max(start, region.offset());
            long to = Math.min(end, region.end());
            if (from < to) {
                slice.add(region.part(from, to, target + from - start));
            }
        }
        return slice;
    }

    /** The number of the region that holds {@code offset}. */
    private static int indexAt(List<Region> all, long offset) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all.get(middle).end() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static void writeAll(FileChannel channel, ByteBuffer source, long offset)
            throws IOException {
        long at = offset;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
    }
}
