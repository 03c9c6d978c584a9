package io.colama.definition.ovf;

import io.colama.definition.machine.ReadDefinition;
import java.util.List;

/**
 * A descriptor with all that it says.
 *
 * @param version the version it declares, such as {@code 1.0}; empty where it does not
 * @param files the files that it refers to, in its order
 * @param definition the machines
 */
public record OvfEnvelope(String version, List<OvfFile> files, ReadDefinition definition) {

    /** Copies the list. */
    public OvfEnvelope {
        files = List.copyOf(files);
    }
}
