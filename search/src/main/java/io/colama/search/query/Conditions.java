package io.colama.search.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what follows a field and its colon. */
final class Conditions {

    /** Most conditions on one package. */
    private static final int MOST = 8;

    private static final Set<String> FLAGS = Set.of("true", "false", "yes", "no");

    private final Scanner in;
    private final Field field;

    Conditions(Scanner in, Field field) {
        this.in = in;
        this.field = field;
    }

    /** A name and what is asked of its version. */
    Query named() throws QueryException {
        if (in.takeComparison().isPresent()) {
            throw new QueryException(
                    in.position() - 1,
                    "%s needs a name before the comparison at %d, such as %s"
                            .formatted(field.label(), in.position(), field.example()));
        }
        Scanner.Value name = value();
        if (name.text().isBlank()) {
            throw wrong(name, "has no letters");
        }
        List<Query.Condition> versions = new ArrayList<>();
        for (Optional<Query.Comparison> comparison = in.takeComparison();
                comparison.isPresent();
                comparison = in.takeComparison()) {
            versions.add(after(comparison.get()));
            if (versions.size() > MOST) {
                throw wrong(name, "has more than " + MOST + " comparisons");
            }
        }
        end();
        return new Query.Named(field, name.text(), name.prefix(), versions);
    }

    /** What is asked of a value. */
    Query.Condition condition() throws QueryException {
        Optional<Query.Comparison> comparison = in.takeComparison();
        Query.Condition condition =
                comparison.isPresent() ? after(comparison.get()) : withoutSign();
        end();
        return condition;
    }

    private Query.Condition after(Query.Comparison comparison) throws QueryException {
        int sign = in.position() - comparison.sign().length();
        if (!field.kind().isOrdered()) {
            throw new QueryException(
                    sign,
                    "%s cannot be compared at %d: it takes %s"
                            .formatted(field.label(), sign + 1, field.kind().form()));
        }
        if (comparison == Query.Comparison.EQ && field.kind() == Kind.NAMED) {
            return ranged(value());
        }
        Scanner.Value value = value();
        checkNoPrefix(value);
        checkValue(value);
        return new Query.Compare(comparison, value.text());
    }

    private Query.Condition ranged(Scanner.Value value) throws QueryException {
        if (in.take("..")) {
            return between(value);
        }
        checkValue(value);
        return value.prefix()
                ? new Query.StartsWith(value.text())
                : new Query.Compare(Query.Comparison.EQ, value.text());
    }

    private Query.Condition withoutSign() throws QueryException {
        int start = in.position();
        if (in.take("..")) {
            checkOrdered(start);
            Scanner.Value high = value();
            checkNoPrefix(high);
            checkValue(high);
            return new Query.Compare(Query.Comparison.LE, high.text());
        }
        Scanner.Value value = value();
        int dots = in.position();
        if (in.take("..")) {
            checkOrdered(dots);
            return between(value);
        }
        if (field.kind() == Kind.AGE) {
            throw wrong(value, "needs a comparison: age:<90d is younger, age:>90d older");
        }
        if (value.prefix() && !field.kind().hasPrefixes()) {
            checkNoPrefix(value);
        }
        checkValue(value);
        return value.prefix() ? new Query.StartsWith(value.text()) : new Query.Is(value.text());
    }

    private Query.Condition between(Scanner.Value low) throws QueryException {
        checkNoPrefix(low);
        checkValue(low);
        if (endsHere()) {
            return new Query.Compare(Query.Comparison.GE, low.text());
        }
        Scanner.Value high = value();
        checkNoPrefix(high);
        checkValue(high);
        return new Query.Between(low.text(), high.text());
    }

    private boolean endsHere() {
        Scanner ahead = in.copy();
        int before = ahead.position();
        ahead.skipBlanks();
        return ahead.position() > before || ahead.atEnd() || ahead.peek() == ')';
    }

    private void end() throws QueryException {
        if (!endsHere()) {
            throw new QueryException(
                    in.position(),
                    "unexpected \"%s\" at %d: a blank or the end was expected after the value of %s"
                            .formatted(in.peek(), in.position() + 1, field.label()));
        }
    }

    private Scanner.Value value() throws QueryException {
        int start = in.position();
        Scanner.Value value = in.takeValue();
        if (value.text().isEmpty()) {
            throw new QueryException(
                    start,
                    "%s needs a value at %d: %s"
                            .formatted(field.label(), start + 1, field.kind().form()));
        }
        return value;
    }

    private void checkOrdered(int position) throws QueryException {
        if (!field.kind().isOrdered() || field.kind() == Kind.NAMED) {
            throw new QueryException(
                    position,
                    "%s has no ranges at %d: it takes %s"
                            .formatted(field.label(), position + 1, field.kind().form()));
        }
    }

    private void checkNoPrefix(Scanner.Value value) throws QueryException {
        if (value.prefix()) {
            throw new QueryException(
                    in.position() - 1,
                    "a \"*\" at %d that has no meaning here: %s takes %s"
                            .formatted(in.position(), field.label(), field.kind().form()));
        }
    }

    private void checkValue(Scanner.Value value) throws QueryException {
        String text = value.text();
        boolean right =
                switch (field.kind()) {
                    case ID -> text.matches("[0-9a-fA-F]{1,64}");
                    case FLAG -> FLAGS.contains(text.toLowerCase(java.util.Locale.ROOT));
                    case NUMBER, SIZE, TIME, AGE ->
                            QueryParser.ANYTIME.parse(field.kind(), text).isPresent();
                    case TEXT -> {
                        checkWords(value);
                        yield true;
                    }
                    case WORD, PARTS, VERSION, NAMED -> !text.isBlank();
                };
        if (!right) {
            throw wrong(value, "is not " + field.kind().form());
        }
    }

    private QueryException wrong(Scanner.Value value, String what) {
        return new QueryException(
                value.position(),
                "\"%s\" at %d %s".formatted(value.text(), value.position() + 1, what));
    }

    /** Refuses a text in which there is nothing that could be found. */
    static void checkWords(Scanner.Value value) throws QueryException {
        int words = Words.of(value.text()).size();
        if (words == 0) {
            throw new QueryException(
                    value.position(),
                    "\"%s\" at %d has no letters or digits to search for"
                            .formatted(value.text(), value.position() + 1));
        }
        if (words > 1 && value.prefix()) {
            throw new QueryException(
                    value.position(),
                    "\"%s\" at %d has several words: only a single one can end in \"*\""
                            .formatted(value.text(), value.position() + 1));
        }
    }
}
