package io.colama.guest.lvm;

import io.colama.block.ImageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses the text that describes a group. */
final class LvmText {

    private static final int MOST_DEPTH = 16;

    private final String text;
    private int at;

    private LvmText(String text) {
        this.text = text;
    }

    /** What stands behind a key. */
    sealed interface Value {}

    /** A string. */
    record Text(String value) implements Value {}

    /** A number. */
    record Whole(long value) implements Value {}

    /** A list in brackets. */
    record Many(List<Value> values) implements Value {}

    /** Keys in braces, in their order. */
    record Section(Map<String, Value> values) implements Value {

        /** The section of a name. */
        Section section(String name) throws ImageException {
            if (values.get(name) instanceof Section found) {
                return found;
            }
            throw none(name, "section");
        }

        String text(String name) throws ImageException {
            if (values.get(name) instanceof Text found) {
                return found.value();
            }
            throw none(name, "string");
        }

        /** The number of a name, which is not negative and at most {@code most}. */
        long number(String name, long most) throws ImageException {
            if (!(values.get(name) instanceof Whole found)) {
                throw none(name, "number");
            }
            if (found.value() < 0 || found.value() > most) {
                throw new ImageException.Damaged(
                        "LVM2 text: %s = %d found, at most %d expected"
                                .formatted(name, found.value(), most));
            }
            return found.value();
        }

        /** The list of a name. */
        List<Value> many(String name) throws ImageException {
            if (values.get(name) instanceof Many found) {
                return found.values();
            }
            throw none(name, "list");
        }

        private static ImageException.Damaged none(String name, String kind) {
            return new ImageException.Damaged("LVM2 text: no %s %s found".formatted(kind, name));
        }
    }

    /** The keys of a whole text. */
    static Section parse(String text) throws ImageException {
        LvmText parsing = new LvmText(text);
        Section all = parsing.section(0);
        if (parsing.at < text.length()) {
            throw parsing.bad("end");
        }
        return all;
    }

    private Section section(int depth) throws ImageException {
        if (depth > MOST_DEPTH) {
            throw bad("fewer levels");
        }
        Map<String, Value> values = new LinkedHashMap<>();
        skip();
        while (at < text.length() && text.charAt(at) != '}') {
            String key = word();
            skip();
            if (accept('{')) {
                values.put(key, section(depth + 1));
                expect('}');
            } else {
                expect('=');
                values.put(key, value());
            }
            skip();
        }
        return new Section(values);
    }

    private Value value() throws ImageException {
        skip();
        if (!accept('[')) {
            return single();
        }
        List<Value> values = new ArrayList<>();
        skip();
        while (!accept(']')) {
            values.add(single());
            skip();
            if (!accept(',')) {
                expect(']');
                break;
            }
            skip();
        }
        return new Many(values);
    }

    private Value single() throws ImageException {
        if (accept('"')) {
            return new Text(string());
        }
        String word = word();
        try {
            return new Whole(Long.parseLong(word));
        } catch (NumberFormatException other) {
            return new Text(word);
        }
    }

    private String string() throws ImageException {
        StringBuilder found = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            found.append(text.charAt(at++));
        }
        expect('"');
        return found.toString();
    }

    private String word() throws ImageException {
        int start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw bad("word");
        }
        return text.substring(start, at);
    }

    private static boolean isWord(char one) {
        return one > ' ' && "{}[]=,#\"".indexOf(one) < 0;
    }

    private void skip() {
        while (at < text.length()) {
            char one = text.charAt(at);
            if (one == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (one > ' ') {
                return;
            } else {
                at++;
            }
        }
    }

    private boolean accept(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) throws ImageException {
        if (!accept(wanted)) {
            throw bad(String.valueOf(wanted));
        }
    }

    private ImageException.Damaged bad(String expected) {
        String found = at < text.length() ? String.valueOf(text.charAt(at)) : "the end";
        return new ImageException.Damaged(
                "LVM2 text: %s found at 0x%x, %s expected".formatted(found, at, expected));
    }
}
