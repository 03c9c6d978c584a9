package io.colama.definition.os;

import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.OsHint;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Translates what definitions declare as the operating system. */
public final class OsNames {

    /** The name of everything that is not known. */
    public static final String OTHER = "other";

    private static final Pattern WIDTH = Pattern.compile("[-_]?(64)?(guest)?$");
    private static final Pattern OSINFO = Pattern.compile("https?://[^/]+/([^/]+)/([^/]+)");

    private OsNames() {}

    /** What {@code declared} means in the words of {@code vocabulary}. */
    public static OsHint hint(DefinitionFormat vocabulary, String declared) {
        return new OsHint(id(vocabulary, declared), declared);
    }

    /**
     * How {@code vocabulary} spells {@code hint}: as it was declared, where it was declared in this
     * vocabulary; else by the table; nothing where the table has none.
     */
    public static Optional<String> spelled(DefinitionFormat vocabulary, OsHint hint) {
        if (belongs(vocabulary, hint.declared())
                && id(vocabulary, hint.declared()).equals(hint.id())) {
            return Optional.of(hint.declared());
        }
        return row(hint.id()).map(row -> row.in(vocabulary)).filter(word -> !word.isEmpty());
    }

    private static boolean belongs(DefinitionFormat vocabulary, String declared) {
        return switch (vocabulary) {
            case LIBVIRT -> declared.startsWith("http://") || declared.startsWith("https://");
            case OVF -> declared.matches("[0-9]{1,5}");
            case VMX -> declared.matches("[a-z][A-Za-z0-9_-]{1,60}(?<!Guest)");
            case VBOX -> declared.matches("[A-Z][A-Za-z0-9_]{1,60}");
            case PROXMOX -> OsTable.PROXMOX_WORDS.contains(declared);
            case HYPERV, XL, VAGRANT -> false;
        };
    }

    private static String id(DefinitionFormat vocabulary, String declared) {
        String wanted = bare(declared);
        if (wanted.isEmpty()) {
            return OTHER;
        }
        List<String> all =
                OsTable.ROWS.stream()
                        .filter(row -> bare(row.in(vocabulary)).equals(wanted))
                        .map(OsTable.Row::id)
                        .toList();
        // a word of VMware with a release in it is not of the general row, which borrowed it
        boolean released = vocabulary == DefinitionFormat.VMX && endsWithDigit(wanted);
        Optional<String> exact =
                all.stream()
                        .filter(id -> released && endsWithDigit(id))
                        .findFirst()
                        .or(() -> all.stream().findFirst());
        if (exact.isPresent()) {
            return exact.get();
        }
        return switch (vocabulary) {
            case LIBVIRT -> osinfoId(declared);
            case OVF -> OsTable.NARROW_CIM.getOrDefault(declared, OTHER);
            default -> nearest(vocabulary, wanted);
        };
    }

    private static boolean endsWithDigit(String word) {
        return Character.isDigit(word.charAt(word.length() - 1));
    }

    /** The id of osinfo-db is made of the last two parts of its address. */
    private static String osinfoId(String address) {
        var parts = OSINFO.matcher(address);
        if (!parts.matches()) {
            return OTHER;
        }
        String product = parts.group(1).toLowerCase(Locale.ROOT);
        return product.equals("linux")
                ? product
                : product + parts.group(2).toLowerCase(Locale.ROOT);
    }

    private static String nearest(DefinitionFormat vocabulary, String wanted) {
        if (wanted.startsWith(OTHER)) {
            return wanted.contains("linux") ? "linux" : OTHER;
        }
        Optional<String> general =
                OsTable.ROWS.stream()
                        .filter(row -> !row.general(vocabulary).isEmpty())
                        .filter(row -> wanted.startsWith(row.general(vocabulary)))
                        .max(Comparator.comparingInt(row -> row.general(vocabulary).length()))
                        .map(OsTable.Row::id);
        if (general.isPresent()) {
            return general.get();
        }
        return wanted.contains("linux") ? "linux" : wanted.startsWith("win") ? "windows" : OTHER;
    }

    private static String bare(String word) {
        String lower = word.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("http") || lower.matches("[0-9]+")
                ? lower
                : WIDTH.matcher(lower).replaceFirst("");
    }

    private static Optional<OsTable.Row> row(String id) {
        List<OsTable.Row> near =
                OsTable.ROWS.stream().filter(row -> id.startsWith(row.id())).toList();
        return near.stream()
                .max(Comparator.comparingInt(row -> row.id().length()))
                .or(() -> OsTable.ROWS.stream().filter(row -> row.id().equals(OTHER)).findFirst());
    }
}
