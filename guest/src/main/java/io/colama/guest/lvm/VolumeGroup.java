package io.colama.guest.lvm;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.guest.array.JoinedVolume;
import io.colama.guest.array.Member;
import io.colama.guest.array.StripedSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the logical volumes of one group. One thread. */
final class VolumeGroup {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.+-]{1,127}");
    private static final int SECTOR = 512;
    private static final int MOST_LEVELS = 8;
    private static final int MOST_SEGMENTS = 4096;
    private static final int MOST_PIECES = 1 << 18;
    private static final long MOST_EXTENT_SECTORS = 1L << 31;
    private static final long MOST_SECTORS = 1L << 50;

    private final String name;
    private final LvmText.Section group;
    private final long extentBytes;
    private final Map<String, Member> members;
    private int pieces;

    /**
     * @param members the physical volumes that are there, by their identifiers
     */
    VolumeGroup(String name, LvmText.Section group, Map<String, Member> members)
            throws ImageException {
        this.name = name;
        this.group = group;
        this.members = members;
        this.extentBytes = group.number("extent_size", MOST_EXTENT_SECTORS) * SECTOR;
        if (extentBytes == 0) {
            throw new ImageException.Damaged("group %s: extents of no bytes found".formatted(name));
        }
    }

    /** That a volume cannot be had. */
    private static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        Unavailable(String reason, String message) {
            super(message);
            this.reason = reason;
        }
    }

    /** All that people see. */
    List<JoinedVolume> volumes() throws IOException {
        if (!group.values().containsKey("logical_volumes")) {
            return List.of();
        }
        LvmText.Section all = group.section("logical_volumes");
        Set<String> stores = stores(all);
        List<JoinedVolume> found = new ArrayList<>();
        for (String volume : all.values().keySet()) {
            checkName(volume);
            if (isVisible(all.section(volume))) {
                found.add(look(volume, stores.contains(volume)));
            }
        }
        return found;
    }

    /** Refuses names that LVM2 does not give. */
    static void checkName(String name) throws ImageException {
        if (!NAME.matcher(name).matches()) {
            throw new ImageException.Damaged(
                    "LVM2 text: a name of %d letters found, only A-Z a-z 0-9 _ . + - expected"
                            .formatted(name.length()));
        }
    }

    private static boolean isVisible(LvmText.Section volume) throws ImageException {
        return volume.many("status").contains(new LvmText.Text("VISIBLE"));
    }

    /** The volumes that only hold what differs in a snapshot. */
    private static Set<String> stores(LvmText.Section all) {
        Set<String> stores = new HashSet<>();
        for (LvmText.Value volume : all.values().values()) {
            if (volume instanceof LvmText.Section one
                    && one.values().get("segment1") instanceof LvmText.Section segment
                    && segment.values().get("cow_store") instanceof LvmText.Text store) {
                stores.add(store.value());
            }
        }
        return stores;
    }

    private JoinedVolume look(String volume, boolean isStore) throws IOException {
        SortedSet<String> needed = new TreeSet<>();
        String full = name + "/" + volume;
        try {
            if (isStore) {
                throw new Unavailable("unsupported:lvm-snapshot", "it is a snapshot");
            }
            BlockSource source = BlockSources.view(source(volume, 0, needed));
            return new JoinedVolume(full, disks(needed), Optional.of(source), Optional.empty(), "");
        } catch (Unavailable told) {
            return closed(full, needed, told.reason, told.getMessage());
        } catch (ImageException told) {
            return closed(full, needed, "damaged:lvm2", told.getMessage());
        }
    }

    private JoinedVolume closed(
            String full, Set<String> needed, String reason, @Nullable String message) {
        return JoinedVolume.closed(full, disks(needed), reason, String.valueOf(message));
    }

    private List<String> disks(Set<String> needed) {
        SortedSet<String> disks = new TreeSet<>();
        for (String id : needed) {
            if (members.containsKey(id)) {
                disks.addAll(members.get(id).disks());
            }
        }
        return List.copyOf(disks);
    }

    private BlockSource source(String volume, int level, Set<String> needed)
            throws IOException, Unavailable {
        if (level > MOST_LEVELS) {
            throw bad(volume, "more than %d levels found".formatted(MOST_LEVELS));
        }
        LvmText.Section section = group.section("logical_volumes").section(volume);
        long count = section.number("segment_count", MOST_SEGMENTS);
        List<BlockSource> parts = new ArrayList<>();
        long extents = 0;
        Optional<Unavailable> first = Optional.empty();
        for (int i = 1; i <= count; i++) {
            LvmText.Section segment = section.section("segment" + i);
            long start = segment.number("start_extent", MOST_SECTORS);
            long length = segment.number("extent_count", mostExtents());
            if (start != extents || length == 0) {
                throw bad(
                        volume,
                        "%d extents from %d on found behind %d".formatted(length, start, extents));
            }
            extents += length;
            if (extents > mostExtents()) {
                throw bad(volume, "%d extents found".formatted(extents));
            }
            count(volume);
            try {
                parts.add(segment(volume, segment, length, level, needed));
            } catch (Unavailable told) {
                first = first.or(() -> Optional.of(told));
            }
        }
        if (first.isPresent()) {
            throw missing(needed).orElse(first.get());
        }
        return BlockSources.concat(parts);
    }

    /**
     * Counts what is made for all volumes together: a text may name the same piece again and again.
     */
    private void count(String what) throws ImageException {
        if (++pieces > MOST_PIECES) {
            throw bad(what, "more than %d pieces found".formatted(MOST_PIECES));
        }
    }

    private long mostExtents() {
        return MOST_SECTORS * SECTOR / extentBytes;
    }

    /** Counts again when all of a volume was looked at. */
    private Optional<Unavailable> missing(Set<String> needed) {
        long there = needed.stream().filter(members::containsKey).count();
        return there == needed.size()
                ? Optional.empty()
                : Optional.of(
                        new Unavailable(
                                "needs-disk:%d-of-%d".formatted(there, needed.size()),
                                "%d of the %d physical volumes that it lies on are there"
                                        .formatted(there, needed.size())));
    }

    private BlockSource segment(
            String volume, LvmText.Section segment, long extents, int level, Set<String> needed)
            throws IOException, Unavailable {
        // flags stand behind a plus
        String type = segment.text("type").toLowerCase(Locale.ROOT).replaceFirst("\\+.*", "");
        return switch (type) {
            case "striped", "linear" ->
                    striped(volume, segment, segment.many("stripes"), extents, level, needed);
            case "raid0" -> {
                List<LvmText.Value> stripes = new ArrayList<>();
                for (LvmText.Value image : segment.many("raid0_lvs")) {
                    stripes.addAll(List.of(image, new LvmText.Whole(0)));
                }
                yield striped(volume, segment, stripes, extents, level, needed);
            }
            case "zero" -> BlockSources.zero(extents * extentBytes);
            case "mirror" -> image(everySecond(segment.many("mirrors"), 0), extents, level, needed);
            case "raid1" -> image(inOrder(segment.many("raids"), level), extents, level, needed);
            default -> {
                String code = type.matches("[a-z0-9_-]{1,32}") ? type : "segment";
                throw new Unavailable(
                        "unsupported:lvm-" + code, "a segment of type %s".formatted(type));
            }
        };
    }

    /**
     * @param stripes names and first extents in turns
     */
    private BlockSource striped(
            String volume,
            LvmText.Section segment,
            List<LvmText.Value> stripes,
            long extents,
            int level,
            Set<String> needed)
            throws IOException, Unavailable {
        int count = stripes.size() / 2;
        if (count == 0 || extents % count != 0) {
            throw bad(volume, "%d extents on %d stripes found".formatted(extents, count));
        }
        List<BlockSource> areas = new ArrayList<>();
        Optional<Unavailable> first = Optional.empty();
        for (int i = 0; i < count; i++) {
            if (!(stripes.get(2 * i) instanceof LvmText.Text place
                    && stripes.get(2 * i + 1) instanceof LvmText.Whole start)) {
                throw bad(volume, "a stripe without a place found");
            }
            try {
                areas.add(area(place.value(), start.value(), extents / count, level, needed));
            } catch (Unavailable told) {
                first = first.or(() -> Optional.of(told));
            }
        }
        if (first.isPresent()) {
            throw first.get();
        }
        if (count == 1) {
            return areas.getFirst();
        }
        long chunk = segment.number("stripe_size", MOST_EXTENT_SECTORS) * SECTOR;
        if (chunk == 0 || extents / count * extentBytes % chunk != 0) {
            throw bad(volume, "stripes of %d bytes found".formatted(chunk));
        }
        return new StripedSource(areas, chunk);
    }

    private BlockSource area(String place, long start, long extents, int level, Set<String> needed)
            throws IOException, Unavailable {
        LvmText.Section volumes = group.section("physical_volumes");
        count(place);
        if (start < 0 || start > mostExtents()) {
            throw bad(place, "extent %d found".formatted(start));
        }
        long offset = start * extentBytes;
        long length = extents * extentBytes;
        if (!volumes.values().containsKey(place)) {
            return slice(place, source(place, level + 1, needed), offset, length);
        }
        LvmText.Section physical = volumes.section(place);
        String id = physical.text("id").replace("-", "");
        needed.add(id);
        @Nullable Member member = members.get(id);
        if (member == null) {
            throw new Unavailable(
                    "needs-disk:%d-of-%d".formatted(needed.size() - 1, needed.size()),
                    "physical volume %s is missing".formatted(place));
        }
        long first = physical.number("pe_start", MOST_SECTORS) * SECTOR;
        return slice(place, member.source(), first + offset, length);
    }

    private BlockSource slice(String place, BlockSource source, long offset, long length)
            throws ImageException {
        if (length > source.size() || offset > source.size() - length) {
            throw bad(
                    place,
                    "%d bytes at 0x%x found, inside of %d expected"
                            .formatted(length, offset, source.size()));
        }
        return BlockSources.slice(BlockSources.view(source), offset, length);
    }

    /** The images of a raid1 that are in order; each stands behind its metadata. */
    private List<String> inOrder(List<LvmText.Value> raids, int level) throws IOException {
        List<String> images = everySecond(raids, 1);
        List<Optional<RaidSuperblock>> superblocks = new ArrayList<>();
        for (String metadata : everySecond(raids, 0).subList(0, images.size())) {
            try {
                BlockSource source = area(metadata, 0, 1, level, new TreeSet<>());
                superblocks.add(RaidSuperblock.read(source));
            } catch (Unavailable missing) {
                superblocks.add(Optional.empty());
            }
        }
        return RaidSuperblock.inOrder(superblocks).stream().map(images::get).toList();
    }

    private List<String> everySecond(List<LvmText.Value> values, int from) throws ImageException {
        List<String> names = new ArrayList<>();
        for (int i = from; i < values.size(); i += 2) {
            if (!(values.get(i) instanceof LvmText.Text text)) {
                throw bad(name, "an image without a name found");
            }
            names.add(text.value());
        }
        return names;
    }

    /** The first of several equal images that is all there. */
    private BlockSource image(List<String> images, long extents, int level, Set<String> needed)
            throws IOException, Unavailable {
        Optional<Unavailable> first = Optional.empty();
        Set<String> all = new TreeSet<>();
        for (String image : images) {
            Set<String> used = new TreeSet<>();
            try {
                BlockSource found = area(image, 0, extents, level, used);
                needed.addAll(used);
                return found;
            } catch (Unavailable told) {
                first = first.or(() -> Optional.of(told));
            }
            all.addAll(used);
        }
        needed.addAll(all);
        throw first.orElse(new Unavailable("damaged:lvm2", "no image of a mirror is in order"));
    }

    private ImageException.Damaged bad(String volume, String found) {
        return new ImageException.Damaged("%s of group %s: %s".formatted(volume, name, found));
    }
}
