package io.colama.inspect.windows;

import io.colama.inspect.fact.SystemFacts.Interface;
import io.colama.inspect.fact.SystemFacts.NetworkFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Stream;

/** Network adapters as they are configured; leases of DHCP are not configuration. */
final class Network {

    private static final String ADAPTERS = "{4D36E972-E325-11CE-BFC1-08002BE10318}";
    private static final int ADDRESS_PARTS = 4;

    private final RegistryKey set;

    Network(Registry registry) throws IOException {
        this.set = registry.controlSet();
    }

    NetworkFacts read() throws IOException {
        RegistryKey tcpip = set.at("Services\\Tcpip\\Parameters");
        SequencedSet<String> servers = new LinkedHashSet<>(words(tcpip.text("NameServer")));
        SequencedSet<String> domains = new LinkedHashSet<>(words(tcpip.text("SearchList")));
        Map<String, RegistryKey> drivers = drivers();
        List<Interface> interfaces = new ArrayList<>();
        for (RegistryKey key : tcpip.at("Interfaces").children()) {
            String id = key.name().toUpperCase(Locale.ROOT);
            RegistryKey driver = drivers.getOrDefault(id, RegistryKey.NONE);
            String connection =
                    set.at("Control\\Network\\" + ADAPTERS + "\\" + key.name() + "\\Connection")
                            .text("Name");
            List<String> addresses = addresses(key);
            boolean dynamic = key.number("EnableDHCP").orElse(0) == 1;
            if (connection.isEmpty() && (dynamic || addresses.isEmpty())) {
                continue; // tunnels and such, which nobody configured
            }
            String name = connection.isEmpty() ? driver.text("DriverDesc") : connection;
            interfaces.add(
                    new Interface(
                            name.isEmpty() ? key.name() : name,
                            mac(driver.text("NetworkAddress")),
                            dynamic ? "dhcp" : addresses.isEmpty() ? "" : "static",
                            dynamic ? List.of() : addresses,
                            dynamic ? List.of() : real(key.texts("DefaultGateway")),
                            key.origin()));
            servers.addAll(words(key.text("NameServer")));
            domains.addAll(words(key.text("Domain")));
        }
        interfaces.sort(Comparator.comparing(Interface::name));
        return new NetworkFacts(interfaces, List.copyOf(servers), List.copyOf(domains));
    }

    /** The drivers' keys by the identifiers of their adapters. */
    private Map<String, RegistryKey> drivers() throws IOException {
        Map<String, RegistryKey> drivers = new HashMap<>();
        for (RegistryKey key : set.at("Control\\Class\\" + ADAPTERS).children()) {
            String id = key.text("NetCfgInstanceId").toUpperCase(Locale.ROOT);
            if (!id.isEmpty()) {
                drivers.put(id, key);
            }
        }
        return drivers;
    }

    private static List<String> words(String text) {
        return Stream.of(text.split("[,\\s]+", -1)).filter(word -> !word.isEmpty()).toList();
    }

    private static List<String> real(List<String> addresses) {
        return addresses.stream()
                .filter(each -> !each.isEmpty() && !each.equals("0.0.0.0"))
                .toList();
    }

    private static List<String> addresses(RegistryKey key) throws IOException {
        List<String> all = key.texts("IPAddress");
        List<String> masks = key.texts("SubnetMask");
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).isEmpty() && !all.get(i).equals("0.0.0.0")) {
                int bits = i < masks.size() ? bits(masks.get(i)) : -1;
                addresses.add(bits < 0 ? all.get(i) : all.get(i) + "/" + bits);
            }
        }
        return addresses;
    }

    /** How long the prefix of a mask is; -1 where it is none. */
    private static int bits(String mask) {
        String[] parts = mask.split("\\.", -1);
        if (parts.length != ADDRESS_PARTS
                || !Arrays.stream(parts).allMatch(part -> part.matches("\\d{1,3}"))) {
            return -1;
        }
        int word = 0;
        for (String part : parts) {
            word = (word << Byte.SIZE) | (Integer.parseInt(part) & 0xff);
        }
        int bits = Integer.bitCount(word);
        return Integer.numberOfLeadingZeros(~word) == bits ? bits : -1;
    }

    private static String mac(String digits) {
        String plain = digits.replaceAll("[:-]", "").toLowerCase(Locale.ROOT);
        return plain.matches("[0-9a-f]{12}") ? plain.replaceAll("(..)(?!$)", "$1:") : "";
    }
}
