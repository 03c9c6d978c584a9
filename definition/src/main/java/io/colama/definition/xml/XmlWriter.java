package io.colama.definition.xml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Writes indented XML in UTF-8. For one thread.
 *
 * <p>Attributes are given as names and values in turn; a value that is an empty {@link Optional} is
 * left out with its name. Characters that XML does not have become U+FFFD.
 */
public final class XmlWriter {

    private static final int INDENT = 2;

    private final StringBuilder out =
            new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private int emptySoFar;
    private final Deque<String> open = new ArrayDeque<>();

    /** Nothing but the declaration yet. */
    public XmlWriter() {}

    /** Starts an element that {@link #end()} ends. */
    public XmlWriter start(String name, Object... attributes) {
        tag(name, attributes).append(">\n");
        emptySoFar = out.length();
        open.push(name);
        return this;
    }

    /** Ends the element that was started last. */
    public XmlWriter end() {
        String name = open.pop();
        if (out.length() == emptySoFar) {
            out.replace(emptySoFar - 2, emptySoFar, "/>\n");
            return this;
        }
        indent().append("</").append(name).append(">\n");
        return this;
    }

    /** Ends all that is open. */
    public XmlWriter endAll() {
        while (!open.isEmpty()) {
            end();
        }
        return this;
    }

    /** An element with nothing inside. */
    public XmlWriter empty(String name, Object... attributes) {
        tag(name, attributes).append("/>\n");
        return this;
    }

    /** An element with text inside and nothing else. */
    public XmlWriter text(String name, Object text, Object... attributes) {
        tag(name, attributes).append('>');
        escape(text.toString(), false);
        out.append("</").append(name).append(">\n");
        return this;
    }

    /** What was written. */
    public byte[] toBytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private StringBuilder indent() {
        return out.repeat(' ', INDENT * open.size());
    }

    private StringBuilder tag(String name, Object... attributes) {
        indent().append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            if (value instanceof Optional<?> optional) {
                if (optional.isEmpty()) {
                    continue;
                }
                value = optional.get();
            }
            out.append(' ').append(attributes[i]).append("=\"");
            escape(value.toString(), true);
            out.append('"');
        }
        return out;
    }

    private void escape(String text, boolean inAttribute) {
        text.codePoints().forEach(point -> out.append(escaped(point, inAttribute)));
    }

    private static String escaped(int point, boolean inAttribute) {
        return switch (point) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> inAttribute ? "&quot;" : "\"";
            case '\r' -> "&#13;";
            case '\n' -> inAttribute ? "&#10;" : "\n";
            case '\t' -> inAttribute ? "&#9;" : "\t";
            default -> isXml(point) ? Character.toString(point) : "\uFFFD";
        };
    }

    private static boolean isXml(int point) {
        return (point >= 0x20 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
    }
}
