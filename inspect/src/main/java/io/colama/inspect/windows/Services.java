package io.colama.inspect.windows;

import io.colama.inspect.fact.SystemFacts.ServiceFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** Services and drivers. */
final class Services {

    private static final int DRIVERS = 0x0f;
    private static final int SERVICES = 0xf0;

    private Services() {}

    /** In the order of their names. */
    static List<ServiceFacts> read(Registry registry) throws IOException {
        List<ServiceFacts> found = new ArrayList<>();
        RegistryKey services = registry.controlSet().at("Services");
        for (RegistryKey key : services.children()) {
            OptionalLong type = key.number("Type");
            OptionalLong start = key.number("Start");
            boolean either = (type.orElse(0) & (DRIVERS | SERVICES)) != 0;
            if (either && start.isPresent()) {
                String library = key.at("Parameters").text("ServiceDll");
                String command = key.text("ImagePath");
                found.add(
                        new ServiceFacts(
                                key.name(),
                                (type.getAsLong() & SERVICES) != 0 ? "windows" : "driver",
                                start(start.getAsLong()),
                                library.isEmpty() ? command : command + " (" + library + ")",
                                key.text("ObjectName"),
                                description(key.text("DisplayName"))));
            }
        }
        if (found.isEmpty() && registry.system().exists()) {
            registry.subject()
                    .problem(
                            "empty:registry",
                            services.origin().path(),
                            "no service found, some expected");
        }
        found.sort(Comparator.comparing(ServiceFacts::name, String.CASE_INSENSITIVE_ORDER));
        return found;
    }

    private static String start(long number) {
        return switch ((int) number) {
            case 0 -> "boot";
            case 1 -> "system";
            case 2 -> "enabled";
            case 3 -> "manual";
            case 4 -> "disabled";
            default -> "";
        };
    }

    /** The text, or what stands behind the name of a resource; those are in another file. */
    private static String description(String text) {
        int semicolon = text.lastIndexOf(';');
        return !text.startsWith("@") ? text : semicolon > 0 ? text.substring(semicolon + 1) : "";
    }
}
