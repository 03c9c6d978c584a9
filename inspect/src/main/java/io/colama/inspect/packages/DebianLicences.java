package io.colama.inspect.packages;

import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The licences of packages of Debian, which their copyright files tell and their database does not.
 *
 * <p>A file in the form for machines says which licence all files have that are not named
 * otherwise; of one without such a rule the licences of all its files count. A file for people
 * names the common licences that it refers to. Files that say neither leave the licence unknown.
 *
 * <p>Source: Debian, "Machine-readable debian/copyright file", version 1.0.
 */
final class DebianLicences {

    private static final int MOST_BYTES = 1 << 16;
    private static final String FORMAT = "Format";
    private static final int MOST_LICENCES = 16;
    private static final Pattern COMMON =
            Pattern.compile("/usr/share/common-licenses/([A-Za-z][A-Za-z0-9.+-]{0,40})");

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9+.-]{1,200}");
    private static final int MOST_PACKAGES = 20_000;

    private final Subject subject;
    private int asked;
    private final Map<String, String> known = new HashMap<>();

    DebianLicences(Subject subject) {
        this.subject = subject;
    }

    /** The licence of a package; empty when it is not told. */
    String of(String name) throws IOException {
        if (!NAME.matcher(name).matches() || asked++ >= MOST_PACKAGES) {
            return "";
        }
        Optional<Subject.Content> file =
                subject.start("usr/share/doc/" + name + "/copyright", MOST_BYTES);
        if (file.isEmpty()) {
            return "";
        }
        // packages of one source often share a file
        String path = file.get().origin().path();
        String licence = known.get(path);
        if (licence == null) {
            licence = licence(new String(file.get().bytes(), StandardCharsets.UTF_8));
            known.put(path, licence);
        }
        return licence;
    }

    static String licence(String text) {
        return text.startsWith(FORMAT) ? declared(text) : referred(text);
    }

    private static String declared(String text) {
        Set<String> ofSome = new LinkedHashSet<>();
        Set<String> ofRest = new LinkedHashSet<>();
        ControlFile.parse(
                text,
                fields -> {
                    String files = fields.getOrDefault("files", "");
                    String licence = fields.getOrDefault("license", "");
                    Set<String> licences = files.equals("*") ? ofRest : ofSome;
                    if (!files.isEmpty() && !licence.isEmpty() && licences.size() < MOST_LICENCES) {
                        licences.add(licence);
                    }
                });
        return String.join(" and ", ofRest.isEmpty() ? ofSome : ofRest);
    }

    private static String referred(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = COMMON.matcher(text);
        while (matcher.find() && names.size() < MOST_LICENCES) {
            String name = matcher.group(1);
            boolean sentence = name.endsWith(".") || name.endsWith("-");
            names.add(sentence ? name.substring(0, name.length() - 1) : name);
        }
        return String.join(" and ", names);
    }
}
