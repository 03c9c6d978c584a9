package io.colama.server.resource;

import io.colama.server.access.Permissions;
import io.colama.server.catalogue.ListedMachine;
import io.colama.server.catalogue.MachineCatalogue;
import io.colama.server.catalogue.Order;
import io.colama.server.web.Caller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The machines as programs that manage hosts take them. */
@RestController
@RequestMapping("/api/v1/inventory")
final class InventoryResource {

    private final MachineCatalogue catalogue;
    private final Permissions permissions;

    InventoryResource(MachineCatalogue catalogue, Permissions permissions) {
        this.catalogue = catalogue;
        this.permissions = permissions;
    }

    /**
     * The machines that the caller sees, in the form that Ansible reads of a dynamic inventory:
     * groups {@code owner_…}, {@code group_…}, {@code tag_…} and {@code os_…}, and the variables of
     * all hosts in {@code _meta}.
     */
    @GetMapping("/ansible")
    Map<String, Object> ansible(@AuthenticationPrincipal Caller caller) throws IOException {
        Permissions.Seen seen = permissions.seen(caller.account());
        Map<String, Object> variables = new LinkedHashMap<>();
        Map<String, List<String>> groups = new TreeMap<>();
        for (ListedMachine machine : catalogue.all().by(Order.NAME)) {
            String name = machine.name();
            if (seen.role(name).isEmpty()) {
                continue;
            }
            String owner = seen.owner(name);
            variables.put(
                    name,
                    Map.of(
                            "colama_machine",
                            name,
                            "colama_revision",
                            machine.entry().head(),
                            "colama_owner",
                            owner,
                            "colama_systems",
                            machine.systems(),
                            "colama_tags",
                            machine.entry().tags()));
            add(groups, "owner", owner, name);
            add(groups, "group", seen.group(name), name);
            machine.entry().tags().forEach(tag -> add(groups, "tag", tag, name));
            machine.systems().forEach(system -> add(groups, "os", system, name));
        }
        Map<String, Object> inventory = new LinkedHashMap<>();
        inventory.put("_meta", Map.of("hostvars", variables));
        List<String> children = new ArrayList<>(List.of("ungrouped"));
        children.addAll(groups.keySet());
        inventory.put(
                "all", Map.of("children", children, "hosts", List.copyOf(variables.keySet())));
        groups.forEach((group, hosts) -> inventory.put(group, Map.of("hosts", hosts)));
        return inventory;
    }

    /** Ansible takes letters, digits and underscores for the name of a group. */
    private static void add(
            Map<String, List<String>> groups, String kind, String value, String machine) {
        if (value.isEmpty()) {
            return;
        }
        String name = kind + "_" + value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        List<String> hosts = groups.computeIfAbsent(name, _ -> new ArrayList<>());
        if (hosts.isEmpty() || !hosts.getLast().equals(machine)) {
            hosts.add(machine);
        }
    }
}
