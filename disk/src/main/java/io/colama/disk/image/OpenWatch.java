package io.colama.disk.image;

import java.io.IOException;

/**
 * Watches an opening that may take long, because the size of a disk is found only by decoding all
 * of its file. Called on the thread that opens.
 */
public interface OpenWatch {

    /** Nobody watches and nobody stops the work. */
    OpenWatch NONE =
            new OpenWatch() {
                @Override
                public void begin(String name, long fileBytes) {
                    // nobody watches
                }

                @Override
                public void advance(long fileBytes) {
                    // nobody watches
                }

                @Override
                public void check() {
                    // nobody stops it
                }
            };

    /**
     * A pass over a file of this name and so many bytes begins; not called where none is needed.
     */
    void begin(String name, long fileBytes);

    /** So many more bytes of the file are done. */
    void advance(long fileBytes);

    /** Throws what should end the opening, if it should end. */
    void check() throws IOException;
}
