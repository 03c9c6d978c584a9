package io.colama.disk.vmdk;

import java.io.IOException;

/** The grain directory and the grain tables of one extent. Places are bytes. */
interface GrainTables {

    /** Instead of a place: nothing is there, the parent shows through. */
    long NONE = 0;

    /** Instead of a place: a grain of zeros. */
    long ZERO = 1;

    /** The place of a grain table by its number, or {@link #NONE}. */
    long table(long number) throws IOException;

    /** The place of a grain by its number in the table, or {@link #NONE} or {@link #ZERO}. */
    long grain(long table, int number) throws IOException;
}
