package io.colama.inspect.version;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The order in which one ecosystem sorts versions, oldest first.
 *
 * <p>Every order is total over all strings. Versions that the ecosystem calls the same, such as
 * {@code 1.0} and {@code 1.00}, compare as equal without being equal strings. Only the first {@link
 * #LONGEST} characters of a version count. Time and memory are proportional to the length.
 */
public enum VersionOrder implements Comparator<String> {
    /** Debian's, also that of opkg. Source: deb-version(7). */
    DPKG,
    /** RPM's, of {@code [epoch:]version[-release]}. Source: rpm-version(7). */
    RPM,
    /** Alpine's. Source: apk-package(5). */
    APK,
    /** Arch Linux's. Source: vercmp(8). */
    PACMAN,
    /**
     * Numbers and words between whatever separates them: versions of Windows, its applications and
     * everything that has no rules of its own.
     */
    DOTTED;

    /** The characters of a version that count; real ones have fewer than a hundred. */
    public static final int LONGEST = 1024;

    /**
     * The order of a package manager, by the name that inspections call it; {@link #DOTTED} for
     * names that have no order of their own.
     */
    public static VersionOrder of(String manager) {
        return switch (manager) {
            case "dpkg", "opkg" -> DPKG;
            case "rpm" -> RPM;
            case "apk" -> APK;
            case "pacman" -> PACMAN;
            default -> DOTTED;
        };
    }

    /**
     * Bytes whose unsigned lexicographic order is this order; versions that compare as equal have
     * equal keys. At most eight bytes a character and a few more.
     */
    public byte[] sortKey(String version) {
        String text = version.strip();
        String counted = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        KeyBytes key = new KeyBytes();
        VersionText content = VersionText.of(counted);
        switch (this) {
            case DPKG -> DpkgKey.write(content, key);
            case RPM -> RpmKey.write(content, key);
            case APK -> ApkKey.write(content, key);
            case PACMAN -> PacmanKey.write(content, key);
            case DOTTED -> DottedKey.write(content, key);
        }
        return key.toByteArray();
    }

    @Override
    public int compare(String a, String b) {
        return a.equals(b) ? 0 : Arrays.compareUnsigned(sortKey(a), sortKey(b));
    }
}
