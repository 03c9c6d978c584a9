package io.colama.search.query;

import java.util.Optional;

/** The text of a query and how far it has been read. */
final class Scanner {

    private static final String ENDS = "()\"<>=*";

    private final String text;
    private int at;

    Scanner(String text) {
        this.text = text;
    }

    /** The same text, read as far, to look ahead. */
    Scanner copy() {
        Scanner copy = new Scanner(text);
        copy.at = at;
        return copy;
    }

    /** Returns to a position. */
    void back(int position) {
        at = position;
    }

    /** A value that was read. */
    record Value(int position, String text, boolean quoted, boolean prefix) {}

    int position() {
        return at;
    }

    boolean atEnd() {
        return at == text.length();
    }

    char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    void next() {
        at++;
    }

    void skipBlanks() {
        while (!atEnd() && isBlank(peek())) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }

    /** Takes a sign, if it comes next. */
    boolean take(String sign) {
        if (text.startsWith(sign, at)) {
            at += sign.length();
            return true;
        }
        return false;
    }

    /** Takes a word in capitals that stands alone, if it comes next. */
    boolean takeWord(String word) {
        int end = at + word.length();
        boolean alone =
                text.startsWith(word, at)
                        && (end == text.length()
                                || isBlank(text.charAt(end))
                                || "()\"".indexOf(text.charAt(end)) >= 0);
        at = alone ? end : at;
        return alone;
    }

    /** Takes letters and a colon, if they come next; without the colon. */
    Optional<String> takeLabel() {
        int end = at;
        while (end < text.length() && isLabel(text.charAt(end))) {
            end++;
        }
        if (end == at || end == text.length() || text.charAt(end) != ':') {
            return Optional.empty();
        }
        String label = text.substring(at, end);
        at = end + 1;
        return Optional.of(label);
    }

    private static boolean isLabel(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    }

    /** Takes a comparison, if one comes next. */
    Optional<Query.Comparison> takeComparison() {
        for (Query.Comparison each :
                new Query.Comparison[] {
                    Query.Comparison.LE,
                    Query.Comparison.GE,
                    Query.Comparison.LT,
                    Query.Comparison.GT,
                    Query.Comparison.EQ
                }) {
            if (take(each.sign())) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Takes a value; its text is empty when none comes next. */
    Value takeValue() throws QueryException {
        int start = at;
        boolean quoted = peek() == '"';
        String value = quoted ? quotation() : word();
        boolean prefix = peek() == '*';
        if (prefix) {
            at++;
            if (!atEnd() && !isBlank(peek()) && "()<>=".indexOf(peek()) < 0) {
                throw new QueryException(
                        at - 1,
                        "a \"*\" at %d that does not end a word: put the word in quotes to search for the character"
                                .formatted(at));
            }
        }
        return new Value(start, value, quoted, prefix);
    }

    private String word() {
        int start = at;
        while (!atEnd()
                && !isBlank(peek())
                && ENDS.indexOf(peek()) < 0
                && !text.startsWith("..", at)) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quotation() throws QueryException {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (!atEnd() && peek() != '"') {
            if (peek() == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(peek());
            at++;
        }
        if (atEnd()) {
            throw new QueryException(
                    start, "the quotes that open at %d are not closed".formatted(start + 1));
        }
        at++;
        return value.toString();
    }
}
