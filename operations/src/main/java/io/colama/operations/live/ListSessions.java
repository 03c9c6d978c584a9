package io.colama.operations.live;

import io.colama.operations.Environment;
import io.colama.revision.Repository;
import io.colama.revision.session.SessionInfo;
import io.colama.revision.session.Sessions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Names the sessions of the repository. */
public final class ListSessions {

    private final Environment environment;

    /** Looks into the repository of the environment. */
    public ListSessions(Environment environment) {
        this.environment = environment;
    }

    /**
     * What there is.
     *
     * @param sessions the oldest first
     * @param damaged what is wrong with those that cannot be read
     */
    public record Result(List<SessionView> sessions, List<String> damaged) {}

    /** Looks. */
    public Result run() throws IOException {
        try (Repository repository = environment.open()) {
            Sessions sessions = new Sessions(environment.repository(), repository);
            Sessions.Listing listing = sessions.list();
            List<SessionView> views = new ArrayList<>();
            for (SessionInfo one : listing.sessions()) {
                views.add(
                        new SessionView(
                                one.name(),
                                one.machine(),
                                one.base().hex(),
                                one.by(),
                                one.created().toString(),
                                sessions.isOpen(one),
                                sessions.bytesTaken(one)));
            }
            return new Result(views, listing.damaged());
        }
    }
}
