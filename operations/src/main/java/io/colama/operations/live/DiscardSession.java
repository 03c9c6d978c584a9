package io.colama.operations.live;

import io.colama.operations.Environment;
import io.colama.revision.Repository;
import io.colama.revision.session.SessionInfo;
import io.colama.revision.session.Sessions;
import java.io.IOException;

/** Deletes a session and all that was written in it. */
public final class DiscardSession {

    private final Environment environment;

    /** Deletes from the repository of the environment. */
    public DiscardSession(Environment environment) {
        this.environment = environment;
    }

    /**
     * What was deleted.
     *
     * @param session its name
     * @param bytesFreed what its files took
     */
    public record Result(String session, long bytesFreed) {}

    /** Deletes. */
    public Result run(String name) throws IOException {
        try (Repository repository = environment.open()) {
            Sessions sessions = new Sessions(environment.repository(), repository);
            SessionInfo found = sessions.find(name);
            long bytes = sessions.bytesTaken(found);
            sessions.discard(found);
            return new Result(name, bytes);
        }
    }
}
