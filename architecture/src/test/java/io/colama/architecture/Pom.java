package io.colama.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * One POM of the project: its modules and what it depends on, as written, without what it inherits.
 */
final class Pom {

    /** A dependency as a POM names it. */
    record Dependency(String group, String artifact, String scope) {

        boolean isOurs() {
            return group.equals("io.colama");
        }

        /** The directory of the module, for a dependency that is ours. */
        String module() {
            return artifact.replaceFirst("^colama-", "");
        }

        boolean isForTests() {
            return scope.equals("test");
        }
    }

    private final Element project;

    private Pom(Element project) {
        this.project = project;
    }

    static Pom read(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return new Pom(factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement());
    }

    /** The directories in {@code <modules>}, in order. */
    List<String> modules() {
        return children(project, "modules").stream()
                .flatMap(modules -> children(modules, "module").stream())
                .map(module -> module.getTextContent().strip())
                .toList();
    }

    /** What {@code <dependencies>} lists; managed versions do not count. */
    List<Dependency> dependencies() {
        return children(project, "dependencies").stream()
                .flatMap(list -> children(list, "dependency").stream())
                .map(Pom::dependency)
                .toList();
    }

    /** What {@code <annotationProcessorPaths>} list anywhere in the file. */
    List<Dependency> processors() {
        NodeList paths = project.getElementsByTagName("path");
        List<Dependency> found = new ArrayList<>();
        for (int i = 0; i < paths.getLength(); i++) {
            found.add(dependency((Element) paths.item(i)));
        }
        return found;
    }

    private static Dependency dependency(Element element) {
        String scope = text(element, "scope");
        return new Dependency(
                text(element, "groupId"),
                text(element, "artifactId"),
                scope.isEmpty() ? "compile" : scope);
    }

    private static String text(Element parent, String name) {
        return children(parent, name).stream()
                .map(child -> child.getTextContent().strip())
                .findFirst()
                .orElse("");
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
