package io.colama.inspect.root;

import io.colama.guest.tree.GuestTree;
import io.colama.guest.volume.Volume;
import io.colama.inspect.fact.Problem;
import io.colama.inspect.fact.SystemFacts;
import java.util.List;

/**
 * An operating system's tree of files.
 *
 * @param family what kind of system it is
 * @param volume the one that its root is on
 * @param tree all its file systems
 * @param mounts the file systems, as its table has them
 * @param problems what its table names and the machine does not have
 */
public record GuestRoot(
        Family family,
        Volume volume,
        GuestTree tree,
        List<SystemFacts.Mount> mounts,
        List<Problem> problems) {

    /** Kinds of systems. */
    public enum Family {
        /** Linux and what looks like it. */
        LINUX,
        /** Windows NT in all its versions. */
        WINDOWS;

        /** As facts name it. */
        public String shown() {
            return switch (this) {
                case LINUX -> "linux";
                case WINDOWS -> "windows";
            };
        }
    }

    /** Copies the lists. */
    public GuestRoot {
        mounts = List.copyOf(mounts);
        problems = List.copyOf(problems);
    }
}
