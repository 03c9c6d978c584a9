package io.colama.operations;

import io.colama.nbd.client.NbdException;
import io.colama.nbd.client.NbdUri;
import java.nio.file.Path;

/** What a user names as a source: something in files, or the disk of a server. */
public sealed interface SourceName {

    /** A file, block device or folder. */
    record InFiles(Path path) implements SourceName {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** An export of a server that speaks the network block device protocol. */
    record OnServer(NbdUri uri) implements SourceName {
        @Override
        public String toString() {
            return uri.text();
        }
    }

    /** A path, or an address that begins with {@code nbd://} or a relative of it. */
    static SourceName parse(String text) throws NbdException.BadUri {
        return NbdUri.isOne(text) ? new OnServer(NbdUri.parse(text)) : new InFiles(Path.of(text));
    }
}
