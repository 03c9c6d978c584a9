package io.colama.inspect.windows;

import io.colama.inspect.fact.SystemFacts.Application;
import io.colama.inspect.subject.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Software of Oracle by its own inventory: the registry names homes, a home's {@code comps.xml}
 * what is in it.
 *
 * <p>Source: Oracle, "Universal Installer and OPatch User's Guide", Central Inventory.
 */
final class OracleHomes {

    private static final int MOST_BYTES = 32 << 20;
    private static final String DATABASE = "oracle.server";
    private static final String CLIENT = "oracle.client";

    private final Registry registry;
    private final SequencedMap<String, Home> homes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** A directory of software, and the databases that it runs. */
    private record Home(String name, String place, TreeSet<String> instances, RegistryKey key) {}

    OracleHomes(Registry registry) {
        this.registry = registry;
    }

    List<Application> read() throws IOException {
        for (String root : List.of("ORACLE", "Wow6432Node\\ORACLE")) {
            RegistryKey oracle = registry.software().at(root);
            home(oracle);
            for (RegistryKey key : oracle.children()) {
                if (key.name().toUpperCase(Locale.ROOT).matches("KEY_.*|HOME\\d+")) {
                    home(key);
                }
            }
            String inventory = oracle.text("inst_loc");
            if (!inventory.isEmpty()) {
                String path = inventory + "\\ContentsXML\\inventory.xml";
                parse(
                        path,
                        reader -> {
                            if (reader.getLocalName().equals("HOME")
                                    && !attribute(reader, "REMOVED").equals("T")) {
                                add(attribute(reader, "NAME"), attribute(reader, "LOC"), oracle);
                            }
                        });
            }
        }
        List<Application> found = new ArrayList<>();
        for (Home home : homes.values()) {
            application(home).ifPresent(found::add);
        }
        return found;
    }

    private void home(RegistryKey key) throws IOException {
        String place = key.text("ORACLE_HOME");
        if (!place.isEmpty()) {
            add(key.text("ORACLE_HOME_NAME"), place, key);
            String instance = key.text("ORACLE_SID");
            Home home = homes.get(plain(place));
            if (!instance.isEmpty() && home != null) {
                home.instances.add(instance);
            }
        }
    }

    private void add(String name, String place, RegistryKey key) {
        if (!place.isEmpty()) {
            homes.putIfAbsent(plain(place), new Home(name, plain(place), new TreeSet<>(), key));
        }
    }

    private static String plain(String place) {
        return place.replace('/', '\\').replaceAll("\\\\+$", "");
    }

    private Optional<Application> application(Home home) throws IOException {
        List<String> details = new ArrayList<>();
        TreeMap<String, String> components = new TreeMap<>();
        boolean known =
                parse(
                        home.place + "\\inventory\\ContentsXML\\comps.xml",
                        reader -> {
                            String version = attribute(reader, "VER");
                            String name = attribute(reader, "NAME");
                            if (reader.getLocalName().equals("COMP") && !name.isEmpty()) {
                                components.put(name, version);
                            } else if (reader.getLocalName().equals("PATCHSET")) {
                                details.add("patch set " + version);
                                components.merge(name, version, (_, patched) -> patched);
                            } else if (reader.getLocalName().equals("ONEOFF")) {
                                details.add("patch " + attribute(reader, "REF_ID"));
                            }
                        });
        if (!known) {
            // a home that is named and was removed, unless its directory is there
            if (!registry.subject().exists(home.place)) {
                return Optional.empty();
            }
            registry.subject()
                    .problem(
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
                        home.key.origin()));
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
        Optional<Subject.Content> file = registry.subject().bytes(path, MOST_BYTES);
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
            registry.subject().problem("damaged:xml", path, String.valueOf(broken.getMessage()));
        }
        return true;
    }
}
