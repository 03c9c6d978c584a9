package io.colama.search.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be asked for. */
public enum Field {
    /** A machine's name. */
    MACHINE(Kind.WORD, false, "the machine", "machine:web*"),
    /** A revision's id. */
    ID(Kind.ID, false, "the revision's id, or how it begins", "id:3f2c9a"),
    /** Whether it is the newest revision. */
    HEAD(Kind.FLAG, false, "whether it is the newest revision of its machine", "head:true"),
    /** Who made the machine. */
    OWNER(Kind.WORD, false, "whose machine it is", "owner:ana"),
    /** Who made the revision. */
    AUTHOR(Kind.WORD, false, "who checked it in", "author:ana"),
    /** A tag. */
    TAG(Kind.WORD, false, "a tag of the revision", "tag:gold"),
    /** The message of the revision. */
    MESSAGE(Kind.TEXT, false, "words of its message", "message:patched"),
    /** A note. */
    NOTE(Kind.TEXT, false, "words of a note", "note:\"to be kept\""),
    /** Where the machine was cloned from. */
    FROM(Kind.WORD, false, "the machine that its machine was cloned from", "from:debian-base"),
    /** When it was made. */
    TIME(Kind.TIME, false, "when it was checked in", "time:2026-03"),
    /** How long ago it was made. */
    AGE(Kind.AGE, false, "how long ago it was checked in", "age:>90d"),
    /** Whether its inside is known. */
    INSPECTED(Kind.FLAG, false, "whether it was looked into", "inspected:false"),
    /** Processors. */
    CPUS(Kind.NUMBER, false, "its processors", "cpus:>=4"),
    /** Memory. */
    MEMORY(Kind.SIZE, false, "its memory", "memory:>=4G"),
    /** Firmware. */
    FIRMWARE(Kind.WORD, false, "bios or uefi", "firmware:uefi"),
    /** How many disks. */
    DISKS(Kind.NUMBER, false, "how many disks", "disks:>1"),
    /** The size of its disks. */
    SIZE(Kind.SIZE, false, "the virtual size of its disks", "size:>100G"),
    /** A file system or what else a volume holds. */
    FS(Kind.WORD, false, "a file system on it", "fs:xfs"),
    /** Why something could not be read. */
    PROBLEM(Kind.PARTS, false, "a code of what could not be read", "problem:encrypted"),
    /** What an operating system is. */
    OS(Kind.PARTS, true, "the operating system", "os:windows-2003"),
    /** What it is like. */
    LIKE(Kind.WORD, true, "the operating system or one that it is made from", "like:debian"),
    /** Linux, Windows, BSD. */
    FAMILY(Kind.WORD, true, "linux, windows or bsd", "family:windows"),
    /** The version of the operating system. */
    VERSION(Kind.VERSION, true, "its version", "version:>=12"),
    /** The name of the release. */
    CODENAME(Kind.WORD, true, "its code name", "codename:bookworm"),
    /** The edition. */
    EDITION(Kind.TEXT, true, "its edition", "edition:enterprise"),
    /** The service pack. */
    SP(Kind.VERSION, true, "its service pack", "sp:2"),
    /** The build. */
    BUILD(Kind.VERSION, true, "its build", "build:3790"),
    /** Server, client. */
    ROLE(Kind.WORD, true, "server, client or domain-controller", "role:server"),
    /** The architecture. */
    ARCH(Kind.WORD, true, "its architecture, amd64 or x86_64", "arch:amd64"),
    /** The name of the host. */
    HOST(Kind.WORD, true, "its host name", "host:web*"),
    /** The domain. */
    DOMAIN(Kind.WORD, true, "its domain or work group", "domain:example.org"),
    /** A package. */
    PKG(Kind.NAMED, true, "an installed package", "pkg:openssl<3.0.11"),
    /** An application. */
    APP(Kind.NAMED, true, "an application", "app:oracle<11"),
    /** The version of an application. */
    APP_VERSION(Kind.VERSION, true, "the version of the app beside it", "app-version:10.*"),
    /** A service. */
    SERVICE(Kind.WORD, true, "a service", "service:sshd"),
    /** A user. */
    USER(Kind.WORD, true, "a user", "user:oracle"),
    /** An address. */
    IP(Kind.WORD, true, "a network address", "ip:10.1.*"),
    /** A hardware address. */
    MAC(Kind.WORD, true, "a hardware address", "mac:52:54:00*"),
    /** A kernel. */
    KERNEL(Kind.VERSION, true, "a kernel", "kernel:<6.1"),
    /** What else was recognised. */
    FINDING(Kind.WORD, true, "what else was recognised, its kind or name", "finding:guest-agent"),
    /** The last trace of use. */
    LAST_USED(Kind.TIME, true, "the last trace of use", "last-used:<2026"),
    /** When it was installed. */
    INSTALLED(Kind.TIME, true, "when it was installed", "installed:2019");

    private static final List<List<String>> ALIASES =
            List.of(
                    List.of("package", "pkg"),
                    List.of("application", "app"),
                    List.of("servicepack", "sp"),
                    List.of("revision", "id"),
                    List.of("cpu", "cpus"),
                    List.of("filesystem", "fs"),
                    List.of("architecture", "arch"));

    private final Kind kind;
    private final boolean ofSystem;
    private final String meaning;
    private final String example;

    Field(Kind kind, boolean ofSystem, String meaning, String example) {
        this.kind = kind;
        this.ofSystem = ofSystem;
        this.meaning = meaning;
        this.example = example;
    }

    /** What stands before the colon. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How its values are written. */
    public Kind kind() {
        return kind;
    }

    /** Whether it is about one of the operating systems of a machine, not the machine. */
    public boolean isOfSystem() {
        return ofSystem;
    }

    /** What it is, for people. */
    public String meaning() {
        return meaning;
    }

    /** How it is used. */
    public String example() {
        return example;
    }

    /** The field of this label or one of its other names; case does not matter. */
    public static Optional<Field> labelled(String label) {
        String lower = label.toLowerCase(Locale.ROOT);
        String plain =
                ALIASES.stream()
                        .filter(pair -> pair.getFirst().equals(lower))
                        .map(List::getLast)
                        .findFirst()
                        .orElse(lower);
        return Arrays.stream(values()).filter(field -> field.label().equals(plain)).findFirst();
    }

    /** The label most like a word, if one is alike. */
    static Optional<String> similar(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        String best = "";
        int least = Math.max(1, Math.min(2, lower.length() / 2)) + 1;
        for (Field field : values()) {
            int distance = distance(lower, field.label());
            if (distance < least) {
                least = distance;
                best = field.label();
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** How many letters differ, are missing, are too many or stand in each other's place. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] =
                        Math.min(
                                cost[i - 1][j - 1] + change,
                                Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
