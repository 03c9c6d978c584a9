package io.colama.search.query;

import java.io.IOException;

/** A text is not a query. The message says what is wrong, where, and what may have been meant. */
public final class QueryException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int position;

    QueryException(int position, String message) {
        super(message);
        this.position = position;
    }

    /**
     * Which character of the text is wrong, from 0; the length of the text when something is
     * missing.
     */
    public int position() {
        return position;
    }
}
