package io.colama.definition.ovf;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file that a descriptor refers to.
 *
 * @param id its identity in the descriptor
 * @param href its name, or a URL
 * @param sizeBytes the length of the file as it lies there, where it is told
 * @param compression how it is compressed, such as {@code gzip}; empty when it is not
 * @param chunkSizeBytes the length of its pieces when it is split into files with the endings
 *     {@code .000000000}, {@code .000000001} and on; empty when it is whole
 */
public record OvfFile(
        String id,
        String href,
        OptionalLong sizeBytes,
        Optional<String> compression,
        OptionalLong chunkSizeBytes) {}
