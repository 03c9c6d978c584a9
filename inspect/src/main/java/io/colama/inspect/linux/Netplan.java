package io.colama.inspect.linux;

import io.colama.inspect.fact.SystemFacts.Interface;
import io.colama.inspect.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The YAML files of netplan. */
final class Netplan {

    private static final List<String> KINDS =
            List.of("ethernets", "wifis", "bonds", "bridges", "vlans");
    private static final int MOST_ALIASES = 20;
    private static final int MOST_CHARACTERS = 1 << 20;

    private Netplan() {}

    /** It is not YAML. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(Throwable cause) {
            super(String.valueOf(cause.getMessage()).lines().findFirst().orElse(""), cause);
        }
    }

    static List<Interface> parse(Subject.Text text) throws Malformed {
        LoadSettings settings =
                LoadSettings.builder()
                        .setMaxAliasesForCollections(MOST_ALIASES)
                        .setCodePointLimit(MOST_CHARACTERS)
                        .setAllowDuplicateKeys(true)
                        .build();
        Object loaded;
        try {
            loaded = new Load(settings).loadFromString(text.content());
        } catch (YamlEngineException broken) {
            throw new Malformed(broken);
        }
        List<Interface> interfaces = new ArrayList<>();
        Map<?, ?> network = map(map(loaded).get("network"));
        for (String kind : KINDS) {
            map(network.get(kind))
                    .forEach((name, value) -> interfaces.add(one(name, map(value), text)));
        }
        return interfaces;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<String> strings(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream()
                        .map(item ->
                                item instanceof Map<?, ?> map
                                        ? map.keySet().stream()
                                                .map(String::valueOf)
                                                .findFirst()
                                                .orElse("")
                                        : String.valueOf(item))
                        .toList()
                : List.of();
    }

    private static String string(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }

    private static Interface one(@Nullable Object name, Map<?, ?> values, Subject.Text text) {
        Map<?, ?> match = map(values.get("match"));
        List<String> addresses = strings(values.get("addresses"));
        List<String> gateways = new ArrayList<>();
        for (String key : List.of("gateway4", "gateway6")) {
            String gateway = string(values.get(key));
            if (!gateway.isEmpty()) {
                gateways.add(gateway);
            }
        }
        if (values.get("routes") instanceof List<?> routes) {
            for (Object route : routes) {
                String to = string(map(route).get("to"));
                if (to.equals("default") || to.equals("0.0.0.0/0") || to.equals("::/0")) {
                    gateways.add(string(map(route).get("via")));
                }
            }
        }
        boolean dhcp =
                string(values.get("dhcp4")).equals("true")
                        || string(values.get("dhcp6")).equals("true");
        String mac = string(values.get("macaddress"));
        return new Interface(
                string(name),
                mac.isEmpty() ? string(match.get("macaddress")) : mac,
                dhcp ? "dhcp" : addresses.isEmpty() ? "" : "static",
                addresses,
                gateways,
                text.origin());
    }
}
