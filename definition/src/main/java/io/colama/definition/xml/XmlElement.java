package io.colama.definition.xml;

import io.colama.definition.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * An element with all that is in it.
 *
 * <p>Names are local; the namespace stands beside them. An attribute is found by its local name,
 * whatever its namespace, because vendors qualify the same attribute or do not; only {@code
 * xsi:type} keeps its prefix. Filled by {@link XmlReader}, not changed afterwards.
 */
public final class XmlElement {

    private final String namespace;
    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<XmlElement> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    XmlElement(String namespace, String name) {
        this.namespace = namespace;
        this.name = name;
    }

    void putAttribute(String attribute, String value) {
        attributes.putIfAbsent(attribute, value);
    }

    void add(XmlElement child) {
        children.add(child);
    }

    /** Adds text and tells how long it is now. */
    int append(String characters) {
        return text.append(characters).length();
    }

    /** The namespace, empty when there is none. */
    public String namespace() {
        return namespace;
    }

    /** The local name. */
    public String name() {
        return name;
    }

    /** The text directly inside, of all pieces, as it stands there. */
    public String rawText() {
        return text.toString();
    }

    /** The text directly inside without white space around it. */
    public String text() {
        return text.toString().strip();
    }

    /** The elements directly inside. */
    public List<XmlElement> children() {
        return children;
    }

    /** The elements of this name directly inside. */
    public Stream<XmlElement> children(String childName) {
        return children.stream().filter(child -> child.name.equals(childName));
    }

    /** The first element of this name directly inside. */
    public Optional<XmlElement> child(String childName) {
        return children(childName).findFirst();
    }

    /** The first element down this path of names. */
    public Optional<XmlElement> path(String... names) {
        Optional<XmlElement> here = Optional.of(this);
        for (String step : names) {
            here = here.flatMap(element -> element.child(step));
        }
        return here;
    }

    /** The text of the first element of this name directly inside, unless it is blank. */
    public Optional<String> childText(String childName) {
        return child(childName).map(XmlElement::text).filter(value -> !value.isEmpty());
    }

    /** The value of an attribute. */
    public Optional<String> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** The value of an attribute, unless it is absent or blank. */
    public Optional<String> filled(String attribute) {
        return attribute(attribute).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The value of an attribute, or what stands for its absence. */
    public String attribute(String attribute, String absent) {
        return attributes.getOrDefault(attribute, absent);
    }

    /** The attribute as a whole number; empty when it is absent or none. */
    public OptionalInt integer(String attribute) {
        return Numbers.integer(attribute(attribute, ""));
    }

    /** The attribute as a whole number; empty when it is absent or none. */
    public OptionalLong number(String attribute) {
        return Numbers.number(attribute(attribute, ""));
    }

    /** Whether the attribute says yes: {@code yes}, {@code true}, {@code on} or {@code 1}. */
    public boolean says(String attribute) {
        return Numbers.truth(attribute(attribute, ""));
    }

    @Override
    public String toString() {
        return "<" + name + ">";
    }
}
