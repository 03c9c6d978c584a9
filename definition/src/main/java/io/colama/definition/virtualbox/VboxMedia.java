package io.colama.definition.virtualbox;

import io.colama.definition.xml.XmlElement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The media that a {@code .vbox} knows, by their UUIDs. */
final class VboxMedia {

    /** A medium: its file, its format in lower case, and whether it has a parent. */
    record Medium(String location, Optional<String> format, boolean differencing) {}

    private record Open(XmlElement element, boolean nested) {}

    private final Map<String, Medium> media = new HashMap<>();

    VboxMedia(XmlElement machine) {
        Deque<Open> open = new ArrayDeque<>();
        machine.child("MediaRegistry")
                .ifPresent(registry ->
                        registry.children()
                                .forEach(kind ->
                                        kind.children()
                                                .forEach(medium ->
                                                        open.push(new Open(medium, false)))));
        while (!open.isEmpty()) {
            Open next = open.pop();
            XmlElement element = next.element();
            media.putIfAbsent(
                    id(element.attribute("uuid", "")),
                    new Medium(
                            element.attribute("location", ""),
                            element.filled("format").map(word -> word.toLowerCase(Locale.ROOT)),
                            next.nested()));
            element.children("HardDisk").forEach(child -> open.push(new Open(child, true)));
        }
    }

    /** A UUID without braces, in lower case. */
    static String id(String text) {
        return text.strip().replaceAll("[{}]", "").toLowerCase(Locale.ROOT);
    }

    Optional<Medium> find(String uuid) {
        return Optional.ofNullable(media.get(id(uuid)));
    }
}
