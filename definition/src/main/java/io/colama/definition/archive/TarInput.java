package io.colama.definition.archive;

import java.io.IOException;

/** The bytes of a tar archive, read forwards. */
interface TarInput {

    /** Reads up to {@code length} bytes; fewer only at the end of the archive. */
    int read(byte[] target, int length) throws IOException;

    /** Passes over {@code length} bytes; tells how many there were. */
    long skip(long length) throws IOException;
}
