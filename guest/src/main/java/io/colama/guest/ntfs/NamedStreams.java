package io.colama.guest.ntfs;

import io.colama.block.BlockSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The streams of an NTFS file beside its content, such as {@code Zone.Identifier}. A {@link
 * io.colama.guest.file.FileNode} of an {@link NtfsFileSystem} is one. Any number of threads.
 */
public interface NamedStreams {

    /** Their names, in the order in which they lie. */
    List<String> streamNames() throws IOException;

    /** The bytes of the stream with this name, case aside. */
    Optional<BlockSource> stream(String name) throws IOException;
}
