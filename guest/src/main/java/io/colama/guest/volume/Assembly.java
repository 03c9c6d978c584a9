package io.colama.guest.volume;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.guest.array.Joined;
import io.colama.guest.array.JoinedVolume;
import io.colama.guest.array.Member;
import io.colama.guest.btrfs.BtrfsFileSystem;
import io.colama.guest.lvm.LvmGroups;
import io.colama.guest.md.MdArrays;
import io.colama.guest.partition.PartitionTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes volumes of volumes, until there is nothing new. One thread. */
final class Assembly {

    private static final int MOST_ROUNDS = 4;
    private static final int MOST_VOLUMES = 4096;
    private static final List<Joiner> JOINERS =
            List.of(
                    new Joiner("linux_raid_member", "md", "md", true, MdArrays::assemble),
                    new Joiner("LVM2_member", "lvm", "lvm2", false, LvmGroups::assemble));

    /** Makes volumes of members. */
    @FunctionalInterface
    private interface Assembler {
        Joined assemble(List<Member> members) throws IOException;
    }

    /**
     * What makes volumes of members.
     *
     * @param kind of the members
     * @param prefix of the volumes' names
     * @param code in reasons
     * @param hasTables whether a volume may have partitions
     * @param assembler makes them
     */
    private record Joiner(
            String kind, String prefix, String code, boolean hasTables, Assembler assembler) {}

    private final Map<String, Volume> volumes = new LinkedHashMap<>();
    private final Set<String> partitioned = new HashSet<>();

    private Assembly(List<Volume> first) {
        first.forEach(volume -> volumes.put(volume.name(), volume));
    }

    /** The volumes and what they make up together. */
    static List<Volume> of(List<Volume> first) throws IOException {
        Assembly assembly = new Assembly(first);
        for (int round = 0; round < MOST_ROUNDS && assembly.addJoined(); round++) {
            // what is new may be a member of something else
        }
        assembly.joinBtrfs();
        return List.copyOf(assembly.volumes.values());
    }

    /** Whether there is a new volume that may be a member. */
    private boolean addJoined() throws IOException {
        boolean more = false;
        for (Joiner joiner : JOINERS) {
            List<Member> members =
                    volumes.values().stream()
                            .filter(volume -> volume.content().kind().equals(joiner.kind()))
                            .map(one -> new Member(one.name(), one.disks(), one.source()))
                            .toList();
            if (!members.isEmpty()) {
                Joined found = joiner.assembler().assemble(members);
                found.damaged().forEach((name, message) -> close(name, joiner, message));
                for (JoinedVolume joined : found.volumes()) {
                    more |= add(joiner, joined);
                }
            }
        }
        return more;
    }

    private boolean add(Joiner joiner, JoinedVolume joined) throws IOException {
        String name = joiner.prefix() + ":" + joined.name();
        @Nullable Volume known = volumes.get(name);
        boolean isBetter =
                known == null
                        || (known.content().reason().filter(Assembly::isWaiting).isPresent()
                                && joined.source().isPresent());
        if (!isBetter || partitioned.contains(name)) {
            return false;
        }
        volumes.remove(name);
        boolean more = false;
        for (Volume volume : volumes(name, joined, joiner.hasTables())) {
            if (volumes.size() < MOST_VOLUMES) {
                volumes.put(volume.name(), volume);
                String kind = volume.content().kind();
                more |= JOINERS.stream().anyMatch(one -> one.kind().equals(kind));
            }
        }
        if (!volumes.containsKey(name)) {
            partitioned.add(name);
        }
        return more;
    }

    private static boolean isWaiting(String reason) {
        return reason.startsWith("needs-disk:");
    }

    private void close(String name, Joiner joiner, String message) {
        volumes.computeIfPresent(
                name,
                (same, volume) ->
                        with(
                                volume,
                                Content.closed(
                                        joiner.kind(),
                                        volume.content().label(),
                                        volume.content().uuid(),
                                        "damaged:" + joiner.code(),
                                        message)));
    }

    /** A volume, or its partitions. */
    private static List<Volume> volumes(String name, JoinedVolume joined, boolean hasTables)
            throws IOException {
        if (joined.source().isPresent()) {
            BlockSource source = joined.source().get();
            Optional<PartitionTable> table =
                    hasTables ? GuestDisks.table(source) : Optional.empty();
            return GuestDisks.volumes(name, joined.disks(), source, table);
        }
        Content content =
                Content.closed(
                        "unknown",
                        Optional.empty(),
                        Optional.empty(),
                        joined.reason().orElse("unknown"),
                        joined.message());
        BlockSource none = BlockSources.zero(0);
        return List.of(new Volume(name, joined.disks(), 0, Optional.empty(), none, content));
    }

    private static Volume with(Volume volume, Content content) {
        return new Volume(
                volume.name(),
                volume.disks(),
                volume.offset(),
                volume.partition(),
                volume.source(),
                content);
    }

    /** Opens volumes of btrfs that lie on several devices: at the first of them. */
    private void joinBtrfs() throws IOException {
        Map<String, SortedMap<Long, Volume>> groups = new LinkedHashMap<>();
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Volume volume : volumes.values()) {
            Optional<BtrfsFileSystem.Membership> found = membership(volume);
            if (found.isPresent() && found.get().devices() > 1) {
                groups.computeIfAbsent(found.get().uuid(), uuid -> new TreeMap<>())
                        .putIfAbsent(found.get().device(), volume);
                counts.merge(found.get().uuid(), found.get().devices(), Math::max);
            }
        }
        for (Map.Entry<String, SortedMap<Long, Volume>> group : groups.entrySet()) {
            List<Volume> there = new ArrayList<>(group.getValue().values());
            join(there, counts.getOrDefault(group.getKey(), 0L));
        }
    }

    private static Optional<BtrfsFileSystem.Membership> membership(Volume volume)
            throws IOException {
        if (!volume.content().kind().equals("btrfs")) {
            return Optional.empty();
        }
        try {
            return Optional.of(BtrfsFileSystem.membership(volume.source()));
        } catch (ImageException told) {
            // the look at the volume has said why
            return Optional.empty();
        }
    }

    private void join(List<Volume> there, long wanted) throws IOException {
        boolean lacking = there.size() < wanted;
        try {
            BtrfsFileSystem files =
                    BtrfsFileSystem.open(there.stream().map(Volume::source).toList());
            lacking &= !files.isWhole();
            if (!lacking) {
                Volume first = there.getFirst();
                volumes.put(first.name(), with(first, Content.of(files)));
                for (Volume other : there.subList(1, there.size())) {
                    putBtrfs(other, Optional.empty(), "");
                }
                return;
            }
        } catch (ImageException broken) {
            if (!lacking) {
                String code =
                        broken instanceof ImageException.Unsupported ? "unsupported" : "damaged";
                String message = String.valueOf(broken.getMessage());
                there.forEach(one -> putBtrfs(one, Optional.of(code + ":btrfs"), message));
                return;
            }
        }
        String reason = "needs-disk:%d-of-%d".formatted(there.size(), wanted);
        there.forEach(one -> putBtrfs(one, Optional.of(reason), "devices are missing"));
    }

    private void putBtrfs(Volume volume, Optional<String> reason, String message) {
        Content before = volume.content();
        Content content =
                new Content(
                        "btrfs", before.label(), before.uuid(), Optional.empty(), reason, message);
        volumes.put(volume.name(), with(volume, content));
    }
}
