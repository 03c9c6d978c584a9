package io.colama.nbd.server;

import io.colama.nbd.protocol.Limits;
import io.colama.nbd.protocol.OptionReply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Metadata contexts as a client lists and selects them. Source: [proto.md, "Metadata querying"].
 */
final class ContextOptions {

    private static final int MOST_QUERIES = 256;

    private final Exports exports;
    private String selectedExport = "";
    private List<String> selected = List.of();

    ContextOptions(Exports exports) {
        this.exports = exports;
    }

    /** Nothing is selected any more. */
    void clear() {
        selected = List.of();
    }

    /** What was selected, if that was done for this export. */
    List<Selected.Context> selectedFor(Export export) throws IOException {
        List<Selected.Context> contexts = new ArrayList<>();
        if (export.name().equals(selectedExport)) {
            for (int i = 0; i < selected.size(); i++) {
                Optional<StatusMap> map = map(export, selected.get(i));
                if (map.isPresent()) {
                    contexts.add(new Selected.Context(i + 1, map.get()));
                }
            }
        }
        return List.copyOf(contexts);
    }

    /**
     * Answers one option.
     *
     * @param select whether the contexts are selected rather than listed
     * @return the names in the answer; what is selected has the numbers 1, 2, …
     */
    List<String> carryOut(boolean select, OptionReader reader) throws IOException, OptionRefused {
        if (select) {
            clear(); // a failure leaves nothing selected
        }
        String name = reader.readText();
        List<String> queries = new ArrayList<>();
        long count = reader.readCount();
        if (count > MOST_QUERIES) {
            throw new OptionRefused(
                    OptionReply.ERR_TOO_BIG,
                    "%d queries, at most %d are answered".formatted(count, MOST_QUERIES));
        }
        for (long i = count; i > 0; i--) {
            queries.add(reader.readText());
        }
        reader.end();
        try (Export export = Handshake.open(exports, name)) {
            if (!select) {
                return list(export, queries);
            }
            selectedExport = export.name();
            selected = select(export, queries);
            return selected;
        }
    }

    private static List<String> list(Export export, List<String> queries) throws IOException {
        List<String> all = new ArrayList<>(List.of(Allocation.NAME));
        all.addAll(export.contexts());
        Set<String> names = new LinkedHashSet<>();
        if (queries.isEmpty()) {
            names.addAll(all);
        }
        for (String query : queries) {
            if (query.endsWith(":")) { // all of a name space
                all.stream().filter(name -> name.startsWith(query)).forEach(names::add);
            } else if (map(export, query).isPresent()) {
                names.add(query);
            }
        }
        return List.copyOf(names);
    }

    private static List<String> select(Export export, List<String> queries) throws IOException {
        List<String> found = new ArrayList<>();
        for (String query : new LinkedHashSet<>(queries)) {
            if (found.size() < Limits.CONTEXTS && map(export, query).isPresent()) {
                found.add(query);
            }
        }
        return List.copyOf(found);
    }

    private static Optional<StatusMap> map(Export export, String name) throws IOException {
        return name.equals(Allocation.NAME)
                ? Optional.of(new Allocation(export.disk()))
                : export.context(name);
    }
}
