package io.colama.definition.archive;

import io.colama.definition.ovf.OvfFile;
import java.util.List;

/**
 * A file of a package with the members that hold it.
 *
 * @param file what the descriptor says of it
 * @param pieces the members in order: one, or several when it is chunked, or none when it is
 *     missing
 * @param gzip whether the pieces, put together, are to be unpacked with gzip
 */
public record PackedFile(OvfFile file, List<ArchiveMember> pieces, boolean gzip) {

    /** Copies the list. */
    public PackedFile {
        pieces = List.copyOf(pieces);
    }
}
