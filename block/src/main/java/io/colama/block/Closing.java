package io.colama.block;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Closes several things, all of them, whatever the first ones do. */
final class Closing {

    private Closing() {}

    /** Closes every one in order and throws the first failure with the later ones suppressed. */
    static void all(List<? extends Closeable> things) throws IOException {
        IOException first = null;
        for (Closeable thing : things) {
            try {
                thing.close();
            } catch (IOException failure) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
