package io.colama.inspect.version;

import java.util.Arrays;
import java.util.Comparator;

/** The orders of versions. */
public enum VersionOrder implements Comparator<String> {
    /** Of dpkg: {@code epoch:upstream-revision}; {@code ~} sorts before the end. */
    DPKG,
    /**
     * Of rpm: {@code epoch:version-release}; {@code ~} sorts before the end, {@code ^} behind it.
     */
    RPM,
    /** Of pacman: like rpm, but a version that goes on with letters is older. */
    PACMAN,
    /** Of everything else: numbers and words one after the other, as rpm has them. */
    DOTTED;

    /** The order of a package manager, by its name in facts. */
    public static VersionOrder of(String manager) {
        return switch (manager) {
            case "dpkg" -> DPKG;
            case "rpm" -> RPM;
            case "pacman" -> PACMAN;
            default -> DOTTED;
        };
    }

    /**
     * Bytes whose unsigned lexicographic order is that of the versions; equal for versions that the
     * order calls equal, such as {@code 1.01} and {@code 1.1}.
     */
    public byte[] sortKey(String version) {
        return switch (this) {
            case DPKG -> DpkgKey.of(version);
            case RPM -> SegmentKey.ofPackage(version, false);
            case PACMAN -> SegmentKey.ofPackage(version, true);
            case DOTTED -> SegmentKey.of(version);
        };
    }

    @Override
    public int compare(String one, String other) {
        return Arrays.compareUnsigned(sortKey(one), sortKey(other));
    }
}
