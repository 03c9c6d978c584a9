package io.colama.store;

import java.io.IOException;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The packs that are there, by listing. Costs the number of packs: for verification and recovery
 * only.
 */
final class PackNames {

    private PackNames() {}

    static NavigableSet<Hash> dataPacks(Backend backend) throws IOException {
        return list(backend, Formats.PACK_SUFFIX);
    }

    static NavigableSet<Hash> nodePacks(Backend backend) throws IOException {
        return list(backend, Formats.NODES_SUFFIX);
    }

    private static NavigableSet<Hash> list(Backend backend, String suffix) throws IOException {
        NavigableSet<Hash> names = new TreeSet<>();
        for (String folder : backend.list(Formats.PACKS)) {
            for (String entry : backend.list(Formats.PACKS + "/" + folder)) {
                if (entry.endsWith(suffix)) {
                    parse(entry.substring(0, entry.length() - suffix.length()))
                            .ifPresent(names::add);
                }
            }
        }
        return names;
    }

    /** The hash that a file is named by; empty for foreign files, which are left alone. */
    static Optional<Hash> parse(String hex) {
        try {
            return Optional.of(Hash.parse(hex));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
