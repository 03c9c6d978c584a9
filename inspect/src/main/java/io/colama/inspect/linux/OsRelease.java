package io.colama.inspect.linux;

import io.colama.inspect.fact.Origin;
import io.colama.inspect.fact.SystemFacts.OsFacts;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Linux it is: os-release first, else the older files of distributions, the most specific
 * first.
 */
public final class OsRelease {

    private static final Pattern RELEASE =
            Pattern.compile(
                    "(?i)^(.+?)\\s+(?:linux\\s+)?release\\s+([0-9][0-9.]*)(?:.*\\(([^)]+)\\))?.*");

    /** Files of one line that say the name and version, and the id that their systems have. */
    private static final List<Older> OLDER =
            List.of(
                    new Older("etc/oracle-release", "ol", "fedora"),
                    new Older("etc/centos-release", "centos", "rhel fedora"),
                    new Older("etc/rocky-release", "rocky", "rhel centos fedora"),
                    new Older("etc/almalinux-release", "almalinux", "rhel centos fedora"),
                    new Older("etc/fedora-release", "fedora", ""),
                    new Older("etc/redhat-release", "rhel", "fedora"),
                    new Older("etc/system-release", "linux", ""),
                    new Older("etc/SuSE-release", "suse", ""),
                    new Older("etc/sles-release", "sles", "suse"),
                    new Older("etc/mandriva-release", "mandriva", ""),
                    new Older("etc/mandrake-release", "mandrake", ""),
                    new Older("etc/gentoo-release", "gentoo", ""),
                    new Older("etc/slackware-version", "slackware", ""),
                    new Older("etc/alpine-release", "alpine", ""),
                    new Older("etc/arch-release", "arch", ""));

    private OsRelease() {}

    private record Older(String path, String id, String like) {}

    /** What the system is; as much as its files say. */
    public static OsFacts read(Subject subject) throws IOException {
        String architecture = ElfArchitecture.of(subject);
        for (String path : List.of("etc/os-release", "usr/lib/os-release")) {
            Optional<Subject.Text> text = subject.text(path);
            if (text.isPresent() && !text.get().content().isBlank()) {
                return modern(subject, text.get(), architecture);
            }
        }
        for (Older older : OLDER) {
            Optional<Subject.Text> text = subject.text(older.path);
            if (text.isPresent()) {
                return older(subject, older, text.get(), architecture);
            }
        }
        Optional<Subject.Text> lsb = subject.text("etc/lsb-release");
        if (lsb.isPresent() && lsb.get().content().contains("DISTRIB_ID")) {
            return lsb(lsb.get(), architecture);
        }
        Optional<Subject.Text> debian = subject.text("etc/debian_version");
        if (debian.isPresent()) {
            String version = debian.get().content().strip();
            return facts(
                    "debian",
                    "Debian GNU/Linux " + version,
                    version,
                    "",
                    List.of(),
                    architecture,
                    debian.get().origin());
        }
        return facts("linux", "Linux", "", "", List.of(), architecture, Origin.NONE);
    }

    private static OsFacts facts(
            String id,
            String name,
            String version,
            String codename,
            List<String> like,
            String architecture,
            Origin origin) {
        return new OsFacts(
                id, name, version, codename, like, "", "", "", architecture, "", name, origin);
    }

    private static OsFacts modern(Subject subject, Subject.Text text, String architecture)
            throws IOException {
        ShellValues values = ShellValues.parse(text.content());
        String id = values.get("ID").toLowerCase(Locale.ROOT);
        String declared = values.get("PRETTY_NAME");
        String name = declared.isEmpty() ? values.get("NAME") : declared;
        return new OsFacts(
                id.isEmpty() ? "linux" : id,
                name.isEmpty() ? "Linux" : name,
                refined(subject, id, values.get("VERSION_ID")),
                values.get("VERSION_CODENAME"),
                Arrays.stream(values.get("ID_LIKE").split("\\s+"))
                        .filter(like -> !like.isEmpty())
                        .toList(),
                values.get("VARIANT").isEmpty() ? values.get("VARIANT_ID") : values.get("VARIANT"),
                values.get("BUILD_ID").isEmpty()
                        ? values.get("IMAGE_VERSION")
                        : values.get("BUILD_ID"),
                "",
                architecture,
                "",
                declared,
                text.origin());
    }

    /** Some systems give only the first number there, and all of it elsewhere. */
    private static String refined(Subject subject, String id, String version) throws IOException {
        String path =
                switch (id) {
                    case "debian" -> "etc/debian_version";
                    case "centos" -> "etc/centos-release";
                    default -> "";
                };
        if (path.isEmpty()) {
            return version;
        }
        String line = subject.line(path);
        Matcher release = RELEASE.matcher(line);
        String exact = release.matches() ? release.group(2) : line;
        return exact.startsWith(version + ".") ? exact : version;
    }

    private static OsFacts older(
            Subject subject, Older older, Subject.Text text, String architecture)
            throws IOException {
        String line = text.lines().stream().findFirst().orElse("");
        List<String> like =
                Arrays.stream(older.like.split(" ")).filter(one -> !one.isEmpty()).toList();
        Matcher release = RELEASE.matcher(line);
        if (release.matches()) {
            String id = older.id;
            String lower = line.toLowerCase(Locale.ROOT);
            if (id.equals("rhel") && lower.contains("centos")) {
                id = "centos";
            } else if (id.equals("rhel") && lower.startsWith("fedora")) {
                id = "fedora";
            }
            String codename = release.group(3) == null ? "" : release.group(3);
            return facts(
                    id,
                    line,
                    updated(line, release.group(2)),
                    codename,
                    like,
                    architecture,
                    text.origin());
        }
        if (older.path.contains("SuSE")) {
            ShellValues values = ShellValues.parse(text.content());
            String level = values.get("PATCHLEVEL");
            String version = values.get("VERSION");
            return facts(
                    line.toLowerCase(Locale.ROOT).contains("opensuse") ? "opensuse" : "sles",
                    line,
                    level.isEmpty() || level.equals("0") ? version : version + "." + level,
                    values.get("CODENAME"),
                    List.of("suse"),
                    architecture,
                    text.origin());
        }
        Matcher number = Pattern.compile("[0-9]+(\\.[0-9]+)*").matcher(line);
        String version = number.find() ? number.group() : subject.line("etc/debian_version");
        return facts(
                older.id,
                line.isEmpty() ? older.id : line,
                version,
                "",
                like,
                architecture,
                text.origin());
    }

    /** Red Hat Enterprise Linux 2.1 to 4 count updates beside the version. */
    private static String updated(String line, String version) {
        Matcher update = Pattern.compile("Update (\\d+)").matcher(line);
        return update.find() ? version + "." + update.group(1) : version;
    }

    private static OsFacts lsb(Subject.Text text, String architecture) {
        ShellValues values = ShellValues.parse(text.content());
        String name = values.get("DISTRIB_DESCRIPTION");
        return facts(
                values.get("DISTRIB_ID").toLowerCase(Locale.ROOT),
                name.isEmpty() ? values.get("DISTRIB_ID") : name,
                values.get("DISTRIB_RELEASE"),
                values.get("DISTRIB_CODENAME"),
                List.of(),
                architecture,
                text.origin());
    }
}
