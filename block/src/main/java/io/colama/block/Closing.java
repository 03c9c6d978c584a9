package io.colama.block;

import java.io.Closeable;
import java.io.IOException;

/** Closes things where something else has failed or may fail. */
public final class Closing {

    private Closing() {}

    /** Closes every one in order and throws the first failure with the later ones suppressed. */
    public static void all(Iterable<? extends Closeable> things) throws IOException {
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

    /** Closes what a failure leaves behind; a second failure is suppressed by the first. */
    public static void after(Exception failure, Closeable thing) {
        try {
            thing.close();
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }
}
