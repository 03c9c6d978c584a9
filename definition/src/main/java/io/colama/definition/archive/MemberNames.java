package io.colama.definition.archive;

import io.colama.definition.machine.DefinitionException;
import java.util.regex.Pattern;

/** The names that members of archives may have. */
final class MemberNames {

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");
    private static final int MAX_LENGTH = 4096;

    private MemberNames() {}

    /**
     * The name without a leading {@code ./} and trailing slash, when it is relative and stays below
     * where it starts.
     *
     * @throws DefinitionException.Refused when it is not
     */
    static String relative(String what, String name) throws DefinitionException.Refused {
        String bare = name;
        while (bare.startsWith("./")) {
            bare = bare.substring(2);
        }
        while (bare.endsWith("/")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        if (bare.isEmpty() || bare.length() > MAX_LENGTH) {
            throw refused(what, name, "is empty or longer than " + MAX_LENGTH + " characters");
        }
        if (name.startsWith("/") || name.startsWith("\\") || DRIVE.matcher(bare).matches()) {
            throw refused(what, name, "is absolute");
        }
        if (bare.indexOf('\\') >= 0 || bare.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw refused(what, name, "has backslashes or control characters");
        }
        for (String part : bare.split("/", -1)) {
            if (part.equals("..")) {
                throw refused(what, name, "climbs out of its directory");
            }
            if (part.isEmpty() || part.equals(".")) {
                throw refused(what, name, "has empty parts");
            }
        }
        return bare;
    }

    /**
     * The same for archives without directories.
     *
     * @throws DefinitionException.Refused when it has one, too
     */
    static String flat(String what, String name) throws DefinitionException.Refused {
        String bare = relative(what, name);
        if (bare.indexOf('/') >= 0) {
            throw refused(what, name, "has a directory, which this kind of archive has not");
        }
        return bare;
    }

    private static DefinitionException.Refused refused(String what, String name, String why) {
        String shown = name.length() > 100 ? name.substring(0, 100) + "..." : name;
        return new DefinitionException.Refused(
                what + ": the name of member " + shown.replaceAll("\\p{Cntrl}", "?") + " " + why);
    }
}
