package io.colama.inspect;

import io.colama.block.BlockSources;
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
        Volume volume =
                new Volume(
                        "disk0p1",
                        List.of("disk0"),
                        0,
                        Optional.empty(),
                        BlockSources.zero(0),
                        new Content(
                                "ext4",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                ""));
        GuestRoot root =
                new GuestRoot(
                        GuestRoot.Family.LINUX,
                        volume,
                        GuestTree.posix(files),
                        List.of(new SystemFacts.Mount("/", "disk0p1", "", "ext4", "")),
                        List.of());
        return new Subject(root, Map.of("disk0p1", "clean"));
    }
}
