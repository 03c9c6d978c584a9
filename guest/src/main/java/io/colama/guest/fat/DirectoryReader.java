package io.colama.guest.fat;

import java.io.IOException;
import java.util.List;

/** Reads the entries of directories of one volume. Any number of threads. */
interface DirectoryReader {

    /** The names in a directory, without its own and its parent's. */
    List<FatEntry> list(FatEntry directory) throws IOException;

    /** Clusters and their chains. */
    ClusterHeap heap();
}
