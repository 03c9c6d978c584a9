package io.colama.inspect;

import io.colama.block.BlockSources;
import io.colama.guest.file.Condition;
import io.colama.guest.file.MemoryNode;
import io.colama.guest.tree.GuestTree;
import io.colama.guest.volume.Content;
import io.colama.guest.volume.Volume;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.root.GuestRoot;
import io.colama.inspect.subject.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Systems in memory. */
public final class Subjects {

    private Subjects() {}

    /** A Linux with these files; a path that ends in {@code @} is a link. */
    public static Subject linux(Map<String, String> files) {
        return linux(MemoryNode.of(false, files));
    }

    /** A Linux with this root. */
    public static Subject linux(MemoryNode files) {
        return new Subject(
                root(GuestRoot.Family.LINUX, "ext4", "/", GuestTree.posix(files)),
                Map.of("disk0p1", Condition.CLEAN));
    }

    /** A Windows with these files below drive C. */
    public static GuestRoot windows(Map<String, byte[]> files) {
        return root(
                GuestRoot.Family.WINDOWS,
                "ntfs",
                "C:\\",
                GuestTree.windows('C', MemoryNode.ofBytesInAnyCase(files)));
    }

    private static GuestRoot root(
            GuestRoot.Family family, String kind, String place, GuestTree tree) {
        Volume volume =
                new Volume(
                        "disk0p1",
                        List.of("disk0"),
                        0,
                        Optional.empty(),
                        BlockSources.zero(0),
                        new Content(
                                kind,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                ""));
        return new GuestRoot(
                family,
                volume,
                tree,
                List.of(new SystemFacts.Mount(place, "disk0p1", "", kind, "")),
                List.of());
    }
}
