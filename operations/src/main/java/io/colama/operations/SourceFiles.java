package io.colama.operations;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.FileOpener;
import io.colama.store.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a check-in: how they are opened, and where room is for what has to be unpacked
 * before it can be read.
 */
public interface SourceFiles extends FileOpener {

    /** Files that are there and stay as they are, and the system's place for temporary ones. */
    SourceFiles PLAIN =
            new SourceFiles() {
                @Override
                public BlockSource open(Path path) throws IOException {
                    return BlockSources.file(path);
                }

                @Override
                public boolean growing() {
                    return false;
                }

                @Override
                public void settle(Hash revision) {
                    // they always were
                }

                @Override
                public Path scratch() throws IOException {
                    return Files.createTempDirectory("colama-");
                }

                @Override
                public long room() {
                    return Long.MAX_VALUE;
                }
            };

    /**
     * Whether they are written to while they are read. Then a change tells nothing, and whoever
     * opens them sees to it that no byte is read before it is there.
     */
    boolean growing();

    /**
     * Asked after all was read and stored, and before the revision becomes visible; what it throws
     * ends the check-in.
     *
     * @param revision the id that it will have
     */
    void settle(Hash revision) throws IOException;

    /** A new directory for what is unpacked; deleted by whoever asked for it. */
    Path scratch() throws IOException;

    /** How many more bytes may be unpacked now. */
    long room() throws IOException;

    /**
     * All bytes of a small file.
     *
     * @param mostBytes the caller has looked that it is not longer
     */
    default byte[] read(Path path, int mostBytes) throws IOException {
        try (BlockSource file = open(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(mostBytes, file.size()));
            file.read(0, bytes);
            return bytes.array();
        }
    }
}
