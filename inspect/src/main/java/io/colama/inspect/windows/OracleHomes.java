package io.colama.inspect.windows;

import io.colama.inspect.application.OracleInventory;
import io.colama.inspect.fact.SystemFacts.Application;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Finds the homes of Oracle that the registry names; their own lists tell what is in them. */
final class OracleHomes {

    private final Registry registry;
    private final OracleInventory inventory;

    OracleHomes(Registry registry) {
        this.registry = registry;
        this.inventory = new OracleInventory(registry.subject(), '\\');
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
            String directory = oracle.text("inst_loc");
            if (!directory.isEmpty()) {
                inventory.inventory(directory);
            }
        }
        return inventory.applications();
    }

    private void home(RegistryKey key) throws IOException {
        String place = key.text("ORACLE_HOME");
        if (!place.isEmpty()) {
            inventory.home(key.text("ORACLE_HOME_NAME"), place, key.origin());
            inventory.instance(place, key.text("ORACLE_SID"));
        }
    }
}
