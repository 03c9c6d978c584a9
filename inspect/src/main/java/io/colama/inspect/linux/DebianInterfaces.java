package io.colama.inspect.linux;

import io.colama.inspect.fact.SystemFacts.Interface;
import io.colama.inspect.subject.Subject;
import java.util.ArrayList;
import java.util.List;

/** The stanzas of Debian's {@code interfaces}. */
final class DebianInterfaces {

    private DebianInterfaces() {}

    static List<Interface> parse(Subject.Text text) {
        List<Interface> interfaces = new ArrayList<>();
        String name = "";
        String method = "";
        String mac = "";
        String netmask = "";
        List<String> addresses = new ArrayList<>();
        List<String> gateways = new ArrayList<>();
        List<String> lines = new ArrayList<>(text.lines());
        lines.add("iface");
        for (String line : lines) {
            String[] words = line.split("\\s+");
            if (words[0].equals("iface")
                    || words[0].equals("auto")
                    || words[0].startsWith("allow-")) {
                if (!name.isEmpty()) {
                    String mask = netmask;
                    interfaces.add(
                            new Interface(
                                    name,
                                    mac,
                                    method,
                                    addresses.stream()
                                            .map(a -> InterfaceFiles.withPrefix(a, mask))
                                            .toList(),
                                    List.copyOf(gateways),
                                    text.origin()));
                }
                boolean begins = words[0].equals("iface") && words.length > 3;
                name = begins ? words[1] : "";
                method = begins ? words[3] : "";
                mac = "";
                netmask = "";
                addresses.clear();
                gateways.clear();
            } else if (words.length > 1) {
                switch (words[0]) {
                    case "address" -> addresses.add(words[1]);
                    case "netmask" -> netmask = words[1];
                    case "gateway" -> gateways.add(words[1]);
                    case "hwaddress" -> mac = words[words.length - 1];
                    default -> {}
                }
            }
        }
        return interfaces;
    }
}
