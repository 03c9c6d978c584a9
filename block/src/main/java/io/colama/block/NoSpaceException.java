package io.colama.block;

import java.io.IOException;

/**
 * What is to be written does not fit into the free space of its target, as far as that is known
 * beforehand.
 */
public final class NoSpaceException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Says where, how much is needed and how much is free. */
    public NoSpaceException(String message) {
        super(message);
    }
}
