package io.colama.definition.hyperv;

import io.colama.definition.text.Numbers;
import io.colama.definition.xml.XmlElement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A key with its value and what is below it.
 *
 * @param name the key
 * @param value the value as text; empty when it has none
 * @param children what is below, in order
 */
record Node(String name, String value, List<Node> children) {

    Node(String name, String value) {
        this(name, value, new ArrayList<>());
    }

    static Node of(XmlElement element) {
        Node node = new Node(element.name(), element.text());
        element.children().forEach(child -> node.children().add(of(child)));
        return node;
    }

    Optional<Node> child(String key) {
        return children.stream().filter(child -> child.name.equalsIgnoreCase(key)).findFirst();
    }

    Optional<Node> path(String... keys) {
        Optional<Node> here = Optional.of(this);
        for (String key : keys) {
            here = here.flatMap(node -> node.child(key));
        }
        return here;
    }

    /** Whether a key of this name, anywhere below, says yes. */
    boolean says(String key) {
        Deque<Node> open = new ArrayDeque<>(children);
        while (!open.isEmpty()) {
            Node next = open.poll();
            if (next.name.equalsIgnoreCase(key) && Numbers.truth(next.value)) {
                return true;
            }
            open.addAll(next.children);
        }
        return false;
    }

    /** The value at the end of the path, unless it is empty. */
    Optional<String> text(String... keys) {
        return path(keys).map(Node::value).filter(text -> !text.isEmpty());
    }
}
