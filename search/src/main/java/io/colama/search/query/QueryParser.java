package io.colama.search.query;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads queries. The grammar is in the chapter of the package. */
public final class QueryParser {

    /** Most characters of a query. */
    public static final int LONGEST = 4096;

    /** Most terms. */
    public static final int MOST_TERMS = 256;

    /** Most parentheses and NOTs inside each other. */
    public static final int DEEPEST = 32;

    private final Scanner in;
    private int terms;
    private int depth;

    private QueryParser(String text) {
        this.in = new Scanner(text);
    }

    /** A query and where it stood. */
    record Placed(Query query, int position) {}

    /**
     * The query of a text; an empty text is a query for everything.
     *
     * @throws QueryException when it is none
     */
    public static Query parse(String text) throws QueryException {
        if (text.length() > LONGEST) {
            throw new QueryException(
                    LONGEST,
                    "a query of %d characters: at most %d are allowed"
                            .formatted(text.length(), LONGEST));
        }
        QueryParser parser = new QueryParser(text);
        parser.in.skipBlanks();
        if (parser.in.atEnd()) {
            return new Query.And(List.of());
        }
        Query query = parser.or();
        if (!parser.in.atEnd()) {
            throw parser.mistake("a \")\" at %d that closes nothing");
        }
        return query;
    }

    private QueryException mistake(String message) {
        return new QueryException(in.position(), message.formatted(in.position() + 1));
    }

    private Query or() throws QueryException {
        List<Query> parts = new ArrayList<>(List.of(and()));
        while (in.takeWord("OR")) {
            parts.add(and());
        }
        return parts.size() == 1 ? parts.getFirst() : new Query.Or(parts);
    }

    private Query and() throws QueryException {
        List<Placed> parts = new ArrayList<>();
        while (true) {
            in.skipBlanks();
            int start = in.position();
            if (in.takeWord("AND")) {
                if (parts.isEmpty() || endsHere()) {
                    throw new QueryException(
                            start, "AND at %d needs a term on both sides".formatted(start + 1));
                }
                continue;
            }
            if (endsHere()) {
                break;
            }
            parts.add(new Placed(not(), start));
        }
        if (parts.isEmpty()) {
            throw mistake(
                    in.atEnd()
                            ? "a term is missing at %d, the end"
                            : "a term is missing before position %d");
        }
        Binding.check(parts);
        return parts.size() == 1
                ? parts.getFirst().query()
                : new Query.And(parts.stream().map(Placed::query).toList());
    }

    private boolean endsHere() {
        in.skipBlanks();
        if (in.atEnd() || in.peek() == ')') {
            return true;
        }
        Scanner ahead = in.copy();
        return ahead.takeWord("OR");
    }

    private Query not() throws QueryException {
        if (in.takeWord("NOT") || in.take("-")) {
            in.skipBlanks();
            if (endsHere()) {
                throw mistake("a term is missing at %d, after NOT");
            }
            enter();
            Query part = not();
            depth--;
            return new Query.Not(part);
        }
        if (!in.take("(")) {
            return term();
        }
        int opened = in.position();
        enter();
        Query inside = or();
        depth--;
        if (!in.take(")")) {
            throw new QueryException(opened - 1, "the \"(\" at %d is not closed".formatted(opened));
        }
        return inside;
    }

    private void enter() throws QueryException {
        depth++;
        if (depth > DEEPEST) {
            throw mistake(
                    "more than "
                            + DEEPEST
                            + " parentheses and NOTs inside each other at %d: that is not allowed");
        }
    }

    private Query term() throws QueryException {
        terms++;
        if (terms > MOST_TERMS) {
            throw mistake("more than " + MOST_TERMS + " terms at %d: that is not allowed");
        }
        int start = in.position();
        Optional<String> label = in.takeLabel();
        if (label.isEmpty()) {
            return words();
        }
        Optional<Field> field = Field.labelled(label.get());
        if (field.isEmpty()) {
            String hint =
                    Field.similar(label.get())
                            .map(", did you mean \"%s\"?"::formatted)
                            .orElse("; put it in quotes to search for the text");
            throw new QueryException(
                    start, "unknown field \"%s\" at %d%s".formatted(label.get(), start + 1, hint));
        }
        return field.get().kind() == Kind.NAMED
                ? new Conditions(in, field.get()).named()
                : new Query.Match(field.get(), new Conditions(in, field.get()).condition());
    }

    private Query words() throws QueryException {
        Scanner.Value value = in.takeValue();
        int start = value.position();
        if (value.text().isEmpty() && !value.quoted()) {
            in.back(start);
            throw mistake(
                    "a \""
                            + in.peek()
                            + "\" at %d without a field before it, such as version:>=12");
        }
        if (in.takeComparison().isPresent() || in.take("..")) {
            throw new QueryException(
                    start,
                    "\"%s\" at %d is compared and has no field, did you mean \"pkg:%s…\"?"
                            .formatted(value.text(), start + 1, value.text()));
        }
        Conditions.checkWords(value);
        return new Query.Words(value.text(), value.prefix());
    }

    /** The values of a text that are only checked, not taken, do not depend on time. */
    static final Values ANYTIME = new Values(Instant.EPOCH, ZoneOffset.UTC);
}
