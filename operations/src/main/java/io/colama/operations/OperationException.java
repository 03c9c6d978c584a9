package io.colama.operations;

import java.io.IOException;

/** An operation cannot do what was asked, for a reason of its own. */
public final class OperationException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Failure failure;

    /** Says which kind of failure, and in one line what was found and what to do. */
    public OperationException(Failure failure, String message) {
        super(message);
        this.failure = failure;
    }

    /** The kind. */
    public Failure failure() {
        return failure;
    }
}
