package io.colama.server.web;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.util.Optional;

/** The versions of what can be changed, as the ETag of an answer and the If-Match of a request. */
public final class Versions {

    private Versions() {}

    /** The ETag of a version. */
    public static String tag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * Refuses a change of something that is not what the client has seen.
     *
     * @param seen the header {@code If-Match}
     * @throws OperationException when it is missing, or another version
     */
    public static void check(Optional<String> seen, long version) throws OperationException {
        if (seen.isEmpty()) {
            throw new OperationException(
                    Failure.USAGE,
                    "say what you change with the header If-Match and the ETag that you have seen");
        }
        if (!seen.get().equals("*") && !seen.get().equals(tag(version))) {
            throw new OperationException(
                    Failure.CONFLICT, "it was changed meanwhile: look at it again");
        }
    }
}
