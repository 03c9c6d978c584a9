package io.colama.inspect.windows;

import io.colama.inspect.fact.SystemFacts.Application;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the control panel lists as installed: the system's own kind, for 32 bits, for one user. */
final class Programs {

    private static final String UNINSTALL = "Microsoft\\Windows\\CurrentVersion\\Uninstall";
    private static final Pattern UPDATE = Pattern.compile("(?i).*(update|hotfix|service pack).*");
    private static final Pattern BULLETIN = Pattern.compile("(?i)\\b(KB|Q)(\\d{6,7})\\b");
    private static final Pattern DATE =
            Pattern.compile("(\\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])");

    private final List<Application> applications = new ArrayList<>();
    private final List<Hotfixes.Fix> updates = new ArrayList<>();

    /** Reads the lists of the machine. */
    void ofMachine(Registry registry) throws IOException {
        list(registry.software().at(UNINSTALL), "");
        list(registry.software().at("Wow6432Node\\" + UNINSTALL), "32-bit");
    }

    /** Reads the list of one user. */
    void ofUser(RegistryKey hive, String user) throws IOException {
        list(hive.at("Software\\" + UNINSTALL), "user " + user);
        list(hive.at("Software\\Wow6432Node\\" + UNINSTALL), "user " + user);
    }

    private void list(RegistryKey uninstall, String how) throws IOException {
        for (RegistryKey key : uninstall.children()) {
            String name = key.text("DisplayName");
            if (name.isEmpty()) {
                continue;
            }
            Matcher bulletin = BULLETIN.matcher(key.name() + " " + name);
            boolean update =
                    !key.text("ParentKeyName").isEmpty()
                            || UPDATE.matcher(key.text("ReleaseType")).matches();
            if (update && bulletin.find()) {
                updates.add(
                        new Hotfixes.Fix(
                                "KB" + bulletin.group(2),
                                "",
                                "",
                                "installed",
                                date(key.text("InstallDate")),
                                name,
                                key.origin()));
            } else {
                applications.add(application(key, name, how));
            }
        }
    }

    private static Application application(RegistryKey key, String name, String how)
            throws IOException {
        List<String> details = new ArrayList<>();
        if (!how.isEmpty()) {
            details.add(how);
        }
        String date = date(key.text("InstallDate"));
        if (!date.isEmpty()) {
            details.add("installed " + date);
        }
        if (key.number("SystemComponent").orElse(0) == 1) {
            details.add("hidden");
        }
        if (key.number("WindowsInstaller").orElse(0) == 1) {
            details.add("msi " + key.name());
        }
        return new Application(
                word(name),
                name,
                key.text("DisplayVersion"),
                key.text("Publisher"),
                key.text("InstallLocation"),
                details,
                key.origin());
    }

    /** A name as one word, without version and architecture. */
    static String word(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT)
                        .replaceAll("\\([^)]*\\)", " ")
                        .replaceAll("\\b(version|x64|x86|amd64|arm64|64-bit|32-bit)\\b", " ")
                        .replaceAll("(?<![\\w.+-])v?\\d+(\\.\\d+)+[\\w.+-]*", " ")
                        .replaceAll("[^a-z0-9+#]+", "-")
                        .replaceAll("^-+|-+$", "");
        return plain.isEmpty() ? "unnamed" : plain;
    }

    private static String date(String digits) {
        Matcher date = DATE.matcher(digits);
        return date.matches() ? date.group(1) + "-" + date.group(2) + "-" + date.group(3) : "";
    }

    /** In the order of their names. */
    List<Application> applications() {
        applications.sort(
                Comparator.comparing(Application::name, String.CASE_INSENSITIVE_ORDER)
                        .thenComparing(Application::version)
                        .thenComparing(application -> application.origin().path()));
        return applications;
    }

    /** The updates among them. */
    List<Hotfixes.Fix> updates() {
        return updates;
    }
}
