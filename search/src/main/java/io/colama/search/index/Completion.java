package io.colama.search.index;

import io.colama.search.query.Field;
import io.colama.search.query.Kind;
import io.colama.search.query.Query;
import io.colama.search.query.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.util.BytesRef;

/**
 * How a query that is being typed can go on.
 *
 * @param from where what is replaced begins
 * @param to where it ends: where the text is being typed
 * @param proposals the most frequent first, versions with the newest first; at most {@link #MOST}
 */
public record Completion(int from, int to, List<Proposal> proposals) {

    /** Most proposals. */
    public static final int MOST = 20;

    private static final int MOST_TERMS = 5_000;

    /** Copies the list. */
    public Completion {
        proposals = List.copyOf(proposals);
    }

    /**
     * A proposal.
     *
     * @param text to put in the place
     * @param meaning of a field; empty for values
     * @param count how many revisions have it; 0 for fields
     */
    public record Proposal(String text, String meaning, long count) {}

    /** Completes the text before a position. */
    public static Completion of(IndexReading index, String text, int position) throws IOException {
        int to = Math.max(0, Math.min(position, text.length()));
        int start = start(text, to);
        String typed = text.substring(start, to);
        int colon = typed.indexOf(':');
        if (colon < 0) {
            return new Completion(start, to, fields(typed));
        }
        Optional<Field> field = Field.labelled(typed.substring(0, colon));
        if (field.isEmpty()) {
            return new Completion(to, to, List.of());
        }
        String rest = typed.substring(colon + 1);
        int sign = rest.length();
        while (sign > 0 && "<>=".indexOf(rest.charAt(sign - 1)) < 0) {
            sign--;
        }
        String value = rest.substring(sign).replace("\"", "");
        int from = start + colon + 1 + sign;
        if (field.get().kind() == Kind.NAMED && sign > 0) {
            String name = rest.replaceFirst("[<>=].*", "").replace("\"", "");
            return new Completion(from, to, versions(index, field.get(), name, value));
        }
        return new Completion(from, to, values(index, field.get(), value));
    }

    /** Where the term begins that ends at a position. */
    private static int start(String text, int to) {
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < to; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (Character.isWhitespace(c) || c == '(' || c == ')')) {
                start = i + 1;
            }
        }
        return start < to && text.charAt(start) == '-' ? start + 1 : start;
    }

    private static List<Proposal> fields(String typed) {
        String lower = typed.toLowerCase(Locale.ROOT);
        List<Proposal> proposals = new ArrayList<>();
        for (Field field : Field.values()) {
            if (field.label().startsWith(lower)) {
                proposals.add(new Proposal(field.label() + ":", field.meaning(), 0));
            }
        }
        return proposals.subList(0, Math.min(MOST, proposals.size()));
    }

    private static List<Proposal> values(IndexReading index, Field field, String typed)
            throws IOException {
        return switch (field.kind()) {
            case NUMBER, SIZE, TIME, AGE, ID, TEXT -> List.of();
            case WORD, PARTS, FLAG -> frequent(counts(index, field, Words.lower(typed)));
            case VERSION -> frequent(counts(index, field, typed));
            case NAMED -> {
                Map<String, Long> names = new LinkedHashMap<>();
                counts(index, field, Words.lower(typed))
                        .forEach((term, count) ->
                                names.merge(
                                        VersionTerm.parse(new BytesRef(term)).name(),
                                        count,
                                        Long::sum));
                yield frequent(names);
            }
        };
    }

    private static List<Proposal> versions(
            IndexReading index, Field field, String name, String typed) throws IOException {
        Map<VersionTerm, Long> versions = new LinkedHashMap<>();
        counts(index, field, VersionTerm.start(name))
                .forEach((term, count) ->
                        versions.put(VersionTerm.parse(new BytesRef(term)), count));
        return versions.entrySet().stream()
                .filter(entry -> entry.getKey().version().startsWith(typed))
                .sorted(
                        Comparator.comparing((Map.Entry<VersionTerm, Long> entry) ->
                                        entry.getKey().order())
                                .thenComparing((a, b) ->
                                        b.getKey()
                                                .order()
                                                .compare(
                                                        b.getKey().version(),
                                                        a.getKey().version())))
                .limit(MOST)
                .map(entry -> proposal(entry.getKey().version(), entry.getValue()))
                .toList();
    }

    private static List<Proposal> frequent(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST)
                .map(entry -> proposal(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Proposal proposal(String value, long count) {
        return new Proposal(Query.value(value, false), "", count);
    }

    private static Map<String, Long> counts(IndexReading index, Field field, String start)
            throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String name : index.fields(field)) {
            StartingTerms terms =
                    new StartingTerms(
                            MultiTerms.getTerms(index.reader(), name), new BytesRef(start));
            while (counts.size() < MOST_TERMS && terms.next()) {
                counts.merge(terms.term().utf8ToString(), (long) terms.count(), Long::sum);
            }
        }
        return counts;
    }
}
