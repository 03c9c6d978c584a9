package io.colama.inspect.linux;

import io.colama.inspect.fact.SystemFacts.Interface;
import io.colama.inspect.subject.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Files that configure one interface each. */
final class InterfaceFiles {

    private InterfaceFiles() {}

    /** An address with the length of its prefix, where a mask beside it tells that. */
    static String withPrefix(String address, String mask) {
        if (address.isEmpty() || mask.isEmpty() || address.contains("/")) {
            return address;
        }
        if (mask.matches("\\d+")) {
            return address + "/" + mask;
        }
        int bits = 0;
        for (String part : mask.split("\\.")) {
            bits += part.matches("\\d{1,3}") ? Integer.bitCount(Integer.parseInt(part)) : 0;
        }
        return address + "/" + bits;
    }

    /** A file of Red Hat's or SUSE's. */
    static Interface ifcfg(String file, Subject.Text text) {
        ShellValues values = ShellValues.parse(text.content());
        String device = values.get("DEVICE");
        List<String> addresses = new ArrayList<>();
        for (String suffix : List.of("", "0", "1", "2", "3", "_0", "_1", "_2")) {
            String prefix = values.get("PREFIX" + suffix);
            String mask = prefix.isEmpty() ? values.get("NETMASK" + suffix) : prefix;
            String address = withPrefix(values.get("IPADDR" + suffix), mask);
            if (!address.isEmpty() && !addresses.contains(address)) {
                addresses.add(address);
            }
        }
        String six = values.get("IPV6ADDR");
        if (!six.isEmpty()) {
            addresses.add(six);
        }
        String hardware =
                values.get("HWADDR").isEmpty() ? values.get("LLADDR") : values.get("HWADDR");
        String method = values.get("BOOTPROTO").toLowerCase(Locale.ROOT);
        return new Interface(
                device.isEmpty() ? file.substring("ifcfg-".length()) : device,
                hardware,
                method.startsWith("dhcp") ? "dhcp" : addresses.isEmpty() ? method : "static",
                addresses,
                present(values.get("GATEWAY")),
                text.origin());
    }

    private static List<String> present(String value) {
        return value.isEmpty() ? List.of() : List.of(value);
    }

    /**
     * Sections of {@code key=value} lines; a key that occurs again adds its value after a comma.
     */
    private static Map<String, Map<String, String>> sections(List<String> lines) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        String section = "";
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1);
            } else if (equals > 0) {
                sections.computeIfAbsent(section, _ -> new LinkedHashMap<>())
                        .merge(
                                line.substring(0, equals).strip(),
                                line.substring(equals + 1).strip(),
                                (before, now) -> before + "," + now);
            }
        }
        return sections;
    }

    private static List<String> list(String values, String separator) {
        return Arrays.stream(values.split(separator, -1))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** A {@code .network} file of systemd. */
    static Interface networkd(String file, Subject.Text text) {
        Map<String, Map<String, String>> sections = sections(text.lines());
        Map<String, String> match = sections.getOrDefault("Match", Map.of());
        Map<String, String> network = sections.getOrDefault("Network", Map.of());
        List<String> addresses = new ArrayList<>(list(network.getOrDefault("Address", ""), ","));
        addresses.addAll(
                list(sections.getOrDefault("Address", Map.of()).getOrDefault("Address", ""), ","));
        String dhcp = network.getOrDefault("DHCP", "no");
        return new Interface(
                match.getOrDefault("Name", file.replace(".network", "")),
                match.getOrDefault("MACAddress", ""),
                dhcp.equals("no") || dhcp.equals("false")
                        ? addresses.isEmpty() ? "" : "static"
                        : "dhcp",
                addresses,
                list(network.getOrDefault("Gateway", ""), ","),
                text.origin());
    }

    /** A connection of NetworkManager. Its secrets are not looked at. */
    static Interface keyfile(String file, Subject.Text text) {
        Map<String, Map<String, String>> sections = sections(text.lines());
        Map<String, String> connection = sections.getOrDefault("connection", Map.of());
        List<String> addresses = new ArrayList<>();
        List<String> gateways = new ArrayList<>();
        String method = "";
        for (String family : List.of("ipv4", "ipv6")) {
            Map<String, String> values = sections.getOrDefault(family, Map.of());
            method = method.isEmpty() ? values.getOrDefault("method", "") : method;
            values.forEach((key, value) -> {
                if (key.matches("address(es)?\\d*")) {
                    String[] parts = value.split(",");
                    addresses.add(parts[0].strip());
                    if (parts.length > 1) {
                        gateways.add(parts[1].strip());
                    }
                } else if (key.equals("gateway")) {
                    gateways.add(value);
                }
            });
        }
        return new Interface(
                connection.getOrDefault(
                        "interface-name",
                        connection.getOrDefault("id", file.replace(".nmconnection", ""))),
                sections.getOrDefault("ethernet", Map.of()).getOrDefault("mac-address", ""),
                method.equals("auto") ? "dhcp" : method.equals("manual") ? "static" : method,
                addresses,
                gateways,
                text.origin());
    }
}
