package io.colama.inspect.application;

import io.colama.inspect.fact.Origin;
import io.colama.inspect.fact.SystemFacts.Application;
import io.colama.inspect.subject.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Software of Oracle by its own lists: the central inventory names homes, a home's {@code
 * comps.xml} what is in it. One thread.
 *
 * <p>Source: Oracle, "Universal Installer and OPatch User's Guide", Central Inventory.
 */
public final class OracleInventory {

    private static final int MOST_BYTES = 32 << 20;
    private static final String DATABASE = "oracle.server";
    private static final String CLIENT = "oracle.client";
    private static final List<String> POINTERS =
            List.of("etc/oraInst.loc", "var/opt/oracle/oraInst.loc");
    private static final List<String> TABLES = List.of("etc/oratab", "var/opt/oracle/oratab");

    private final Subject subject;
    private final String separator;
    private final SequencedMap<String, Home> homes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** A directory of software, and the databases that it runs. */
    private record Home(String name, String place, TreeSet<String> instances, Origin origin) {}

    /** Nothing is known yet of a Unix. */
    OracleInventory(Subject subject) {
        this(subject, '/');
    }

    /**
     * Nothing is known yet.
     *
     * @param separator what stands between the names of a path
     */
    public OracleInventory(Subject subject, char separator) {
        this.subject = subject;
        this.separator = String.valueOf(separator);
    }

    /** What the pointer to the inventory and the table of databases lead to. */
    List<Application> ofUnix() throws IOException {
        for (String path : POINTERS) {
            Optional<Subject.Text> pointer = subject.text(path);
            for (String line : pointer.map(Subject.Text::lines).orElse(List.of())) {
                if (line.startsWith("inventory_loc=")) {
                    inventory(line.substring(line.indexOf('=') + 1).strip());
                }
            }
        }
        for (String path : TABLES) {
            Optional<Subject.Text> table = subject.text(path);
            for (String line : table.map(Subject.Text::lines).orElse(List.of())) {
                String[] fields = line.split(":", -1);
                if (fields.length > 1 && fields[1].startsWith("/")) {
                    home("", fields[1], table.get().origin());
                    instance(fields[1], fields[0]);
                }
            }
        }
        return applications();
    }

    /** Reads the central inventory in a directory, if it is there. */
    public void inventory(String directory) throws IOException {
        String path = plain(directory) + separator + "ContentsXML" + separator + "inventory.xml";
        Origin origin = subject.origin(path);
        parse(
                path,
                reader -> {
                    if (reader.getLocalName().equals("HOME")
                            && !attribute(reader, "REMOVED").equals("T")) {
                        home(attribute(reader, "NAME"), attribute(reader, "LOC"), origin);
                    }
                });
    }

    /** Adds a home that something names. */
    public void home(String name, String place, Origin origin) {
        if (!place.isEmpty()) {
            homes.putIfAbsent(plain(place), new Home(name, plain(place), new TreeSet<>(), origin));
        }
    }

    /** Adds a database to a home that is known. */
    public void instance(String place, String name) {
        Home home = homes.get(plain(place));
        if (home != null && !name.isEmpty() && !name.equals("*")) {
            home.instances.add(name);
        }
    }

    private String plain(String place) {
        String same = separator.equals("\\") ? place.replace('/', '\\') : place;
        int end = same.length();
        while (end > 0 && (same.charAt(end - 1) == '/' || same.charAt(end - 1) == '\\')) {
            end--;
        }
        return same.substring(0, end);
    }

    /** What is in the homes that are known. */
    public List<Application> applications() throws IOException {
        List<Application> found = new ArrayList<>();
        for (Home home : homes.values()) {
            application(home).ifPresent(found::add);
        }
        return found;
    }

    private Optional<Application> application(Home home) throws IOException {
        List<String> details = new ArrayList<>();
        TreeMap<String, String> components = new TreeMap<>();
        boolean known =
                parse(
                        String.join(separator, home.place, "inventory", "ContentsXML", "comps.xml"),
                        reader -> component(reader, components, details));
        if (!known) {
            // a home that is named and was removed, unless its directory is there
            if (!subject.exists(home.place)) {
                return Optional.empty();
            }
            subject.problem(
                    "missing:inventory",
                    home.place,
                    "an Oracle home without its list of components found");
        }
        String server = components.getOrDefault(DATABASE, "");
        String client = components.getOrDefault(CLIENT, "");
        home.instances.forEach(instance -> details.add("instance " + instance));
        if (!home.name.isEmpty()) {
            details.add("home " + home.name);
        }
        boolean database = !server.isEmpty() || client.isEmpty();
        String version = database ? server : client;
        return Optional.of(
                new Application(
                        database ? "oracle" : "oracle-client",
                        (database ? "Oracle Database" : "Oracle Client") + release(version),
                        version,
                        "Oracle",
                        home.place,
                        details,
                        home.origin));
    }

    private static void component(
            XMLStreamReader reader, Map<String, String> components, List<String> details) {
        String version = attribute(reader, "VER");
        String name = attribute(reader, "NAME");
        switch (reader.getLocalName()) {
            case "COMP" -> components.put(name, version);
            case "PATCHSET" -> {
                details.add("patch set " + version);
                components.merge(name, version, (_, patched) -> patched);
            }
            case "ONEOFF" -> details.add("patch " + attribute(reader, "REF_ID"));
            default -> {
                // dependencies and files of components, which nobody asks for
            }
        }
    }

    /** What people call a version: 10.2 is 10g. */
    private static String release(String version) {
        int dot = version.indexOf('.');
        return switch (dot > 0 ? version.substring(0, dot) : version) {
            case "8" -> " 8i";
            case "9" -> " 9i";
            case "10" -> " 10g";
            case "11" -> " 11g";
            case "12" -> " 12c";
            case "18" -> " 18c";
            case "19" -> " 19c";
            case "21" -> " 21c";
            case "23" -> " 23ai";
            default -> "";
        };
    }

    private static String attribute(XMLStreamReader reader, String name) {
        String value = reader.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    /** Gives each element of a file to somebody; false when there is no such file. */
    private boolean parse(String path, Consumer<XMLStreamReader> taker) throws IOException {
        Optional<Subject.Content> file = subject.bytes(path, MOST_BYTES);
        if (file.isEmpty()) {
            return false;
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader =
                    factory.createXMLStreamReader(new ByteArrayInputStream(file.get().bytes()));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT) {
                    taker.accept(reader);
                }
            }
        } catch (XMLStreamException broken) {
            subject.problem("damaged:xml", path, String.valueOf(broken.getMessage()));
        }
        return true;
    }
}
