package io.colama.inspect.windows;

import io.colama.block.ImageException;
import io.colama.guest.file.Condition;
import io.colama.inspect.fact.Origin;
import io.colama.inspect.hive.Hive;
import io.colama.inspect.hive.HiveKey;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** The hives of a Windows under inspection. One thread. */
final class Registry {

    private static final int MOST_DAMAGES = 5;
    private static final int MOST_USERS = 500;

    private final Subject subject;
    private final String directory;
    private final List<Opened> opened = new ArrayList<>();
    private final RegistryKey system;
    private final RegistryKey software;
    private final RegistryKey sam;
    private final RegistryKey security;

    private record Opened(String path, Hive hive) {}

    /**
     * Opens the hives of the system.
     *
     * @param directory that of Windows
     */
    Registry(Subject subject, String directory) throws IOException {
        this.subject = subject;
        this.directory = directory;
        system = ofSystem("SYSTEM");
        software = ofSystem("SOFTWARE");
        sam = ofSystem("SAM");
        security = ofSystem("SECURITY");
    }

    private RegistryKey ofSystem(String name) throws IOException {
        String path = directory + "\\System32\\config\\" + name;
        RegistryKey root = open(path);
        if (!root.exists() && !subject.exists(path)) {
            subject.problem("missing:registry", path, "no hive is there");
        }
        return root;
    }

    private RegistryKey open(String path) throws IOException {
        try {
            Optional<Hive> hive = Hive.find(subject.tree(), path);
            if (hive.isEmpty()) {
                return RegistryKey.NONE;
            }
            opened.add(new Opened(path, hive.get()));
            Origin origin = subject.origin(path, hive.get().condition());
            HiveKey root = hive.get().root();
            RegistryKey key = new RegistryKey(origin, "", Optional.of(root));
            if (root.children().isEmpty()) {
                subject.problem("empty:registry", path, "a hive without a key found");
            }
            return key;
        } catch (ImageException broken) {
            damaged(path, broken);
            return RegistryKey.NONE;
        }
    }

    /** Writes down that something of the registry could not be read. */
    void damaged(String where, ImageException broken) {
        subject.problem(
                broken instanceof ImageException.Unsupported
                        ? "unsupported:registry"
                        : "damaged:registry",
                where,
                String.valueOf(broken.getMessage()));
    }

    Subject subject() {
        return subject;
    }

    /** The directory of Windows, such as {@code C:\Windows}. */
    String directory() {
        return directory;
    }

    RegistryKey system() {
        return system;
    }

    RegistryKey software() {
        return software;
    }

    RegistryKey sam() {
        return sam;
    }

    RegistryKey security() {
        return security;
    }

    /** The control set that was in use last. */
    RegistryKey controlSet() throws IOException {
        RegistryKey select = system.at("Select");
        for (String which : List.of("Current", "Default", "LastKnownGood")) {
            var number = select.number(which);
            if (number.isPresent()) {
                RegistryKey set = system.at("ControlSet%03d".formatted(number.getAsLong()));
                if (set.exists()) {
                    return set;
                }
            }
        }
        return system.children().stream()
                .filter(key -> key.name().matches("(?i)ControlSet\\d{3}"))
                .findFirst()
                .orElse(RegistryKey.NONE);
    }

    /**
     * A user who has a directory.
     *
     * @param sid its security identifier
     * @param home its directory
     * @param key of the list of profiles
     */
    record Profile(String sid, String home, RegistryKey key) {}

    /** Those who have logged in at some time. */
    List<Profile> profiles() throws IOException {
        List<Profile> profiles = new ArrayList<>();
        RegistryKey list = software.at("Microsoft\\Windows NT\\CurrentVersion\\ProfileList");
        for (RegistryKey key : list.children()) {
            String home = key.text("ProfileImagePath");
            if (!home.isEmpty() && key.name().startsWith("S-1-")) {
                profiles.add(new Profile(key.name(), expanded(home), key));
            }
        }
        return profiles;
    }

    /** A path without the variables that the system itself sets. */
    String expanded(String path) {
        String drive = directory.substring(0, 2);
        return path.replaceAll("(?i)%SystemRoot%|%windir%", quoted(directory))
                .replaceAll("(?i)%SystemDrive%", quoted(drive))
                .replaceAll("(?i)^\\\\SystemRoot(?=\\\\)", quoted(directory))
                .replaceAll("(?i)%ProgramFiles%", quoted(drive + "\\Program Files"));
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }

    /** The hive of a user; a key that does not exist where there is none. */
    RegistryKey user(Profile profile) throws IOException {
        return opened.size() > MOST_USERS ? RegistryKey.NONE : open(profile.home + "\\NTUSER.DAT");
    }

    /** Writes down what the hives left out. */
    void report() {
        for (Opened each : opened) {
            List<String> damages = each.hive.damages();
            String code =
                    each.hive.condition() == Condition.POSSIBLY_STALE
                            ? "stale:registry"
                            : "damaged:registry";
            for (String damage : damages.subList(0, Math.min(MOST_DAMAGES, damages.size()))) {
                subject.problem(code, each.path, damage);
                code = "damaged:registry";
            }
            if (damages.size() > MOST_DAMAGES) {
                subject.problem(
                        code,
                        each.path,
                        "%d more places could not be read"
                                .formatted(damages.size() - MOST_DAMAGES));
            }
        }
    }
}
