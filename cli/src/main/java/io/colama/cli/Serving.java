package io.colama.cli;

import io.colama.nbd.server.TlsPolicy;
import io.colama.operations.live.Listening;
import io.colama.operations.live.ServeDisks;
import io.colama.operations.live.ServedDisks;
import java.io.IOException;
import java.util.List;

/**
 * Runs a server of disks until it is interrupted, and says what people need to know. Where a
 * program has started it, standard output is that of the program, or its client, and nothing is
 * said there.
 */
record Serving(Session session) {

    /**
     * A server that has begun, for programs.
     *
     * @param uris the addresses of the disks
     * @param session the session that is written; empty without one
     */
    private record Begun(List<String> uris, String session) {}

    int run(ServeDisks.What what, Listening where, TlsPolicy tls, int clients) throws IOException {
        ServeDisks.Request request = new ServeDisks.Request(what, where, tls, clients);
        ServedDisks served = new ServeDisks(session.environment()).start(request, this::problem);
        boolean watched = where instanceof Listening.UnixSocket || where instanceof Listening.Tcp;
        try (served) {
            if (watched) {
                announce(served);
            }
            if (where instanceof Listening.Standard) {
                served.serveStandard();
            } else {
                session.interruption().await();
            }
        }
        if (watched) {
            served.session().ifPresent(name -> farewell(name, served.bytesWritten()));
        }
        return 0;
    }

    private void problem(String text) {
        session.warn(text);
    }

    private void announce(ServedDisks served) {
        if (!session.record(new Begun(served.uris(), served.session().orElse("")))) {
            served.session()
                    .ifPresent(name -> session.done("session " + session.style().name(name)));
            served.uris().forEach(uri -> session.out().println(uri));
            session.done("serving; Ctrl-C ends it");
        }
        session.out().flush();
    }

    private void farewell(String name, long bytesWritten) {
        if (session.json()) {
            return;
        }
        kept(session, name, bytesWritten);
    }

    /** Says that a session stays, and what can be done with it. */
    static void kept(Session session, String name, long bytesWritten) {
        session.done(
                "session %s keeps %s that were written: 'colama session checkin %s' or 'discard'"
                        .formatted(session.style().name(name), Sizes.of(bytesWritten), name));
    }
}
