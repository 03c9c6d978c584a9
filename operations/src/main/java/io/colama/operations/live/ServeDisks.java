package io.colama.operations.live;

import io.colama.block.Closing;
import io.colama.nbd.client.NbdUri;
import io.colama.nbd.server.Exports;
import io.colama.nbd.server.NbdServer;
import io.colama.nbd.server.Reports;
import io.colama.nbd.server.TlsPolicy;
import io.colama.operations.Environment;
import io.colama.operations.Tag;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.session.OpenSession;
import io.colama.revision.session.Sessions;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Offers disks of the repository over NBD. */
public final class ServeDisks {

    private final Environment environment;

    /** Serves from the repository of the environment. */
    public ServeDisks(Environment environment) {
        this.environment = environment;
    }

    /**
     * What is served.
     *
     * @param what the disks
     * @param where clients meet the server
     * @param tls whether connections are encrypted
     * @param mostConnections how many clients at once
     */
    public record Request(What what, Listening where, TlsPolicy tls, int mostConnections) {}

    /** Which disks are served. */
    public sealed interface What {

        /** Revisions, to be read; none for all. */
        record Stored(List<String> revisions) implements What {
            /** Copies the list. */
            public Stored {
                revisions = List.copyOf(revisions);
            }
        }

        /** A new session over a revision, to be written. */
        record NewSession(String revision) implements What {}

        /** A session that exists, to be written. */
        record OldSession(String name) implements What {}
    }

    /** Begins to serve, and returns when clients can come. */
    public ServedDisks start(Request request, Reports reports) throws IOException {
        List<Closeable> begun = new ArrayList<>();
        try {
            Repository repository = environment.open();
            begun.addFirst(repository);
            LiveDisks disks = new LiveDisks(repository);
            begun.addFirst(disks);
            Sessions sessions = new Sessions(environment.repository(), repository);
            Optional<OpenSession> session = session(sessions, repository, disks, request.what());
            boolean isNew = request.what() instanceof What.NewSession;
            session.ifPresent(one -> begun.addFirst(isNew ? discarding(sessions, one) : one));
            Exports exports = exports(repository, disks, session, request.what());
            List<Exports.Listed> listed = exports.list(); // names that are wrong end it here
            NbdServer server =
                    new NbdServer(exports, request.tls(), request.mostConnections(), reports);
            begun.addFirst(server);
            boolean all =
                    request.what() instanceof What.Stored(List<String> only) && only.isEmpty();
            List<String> names =
                    all ? List.of("") : listed.stream().map(Exports.Listed::name).toList();
            return serve(request, new ServedFrom(repository, disks, session), server, names);
        } catch (IOException | RuntimeException failure) {
            begun.forEach(one -> Closing.after(failure, one));
            throw failure;
        }
    }

    /** A session that nothing has come of is not left behind. */
    private static Closeable discarding(Sessions sessions, OpenSession made) {
        return () -> {
            made.close();
            sessions.discard(made.info());
        };
    }

    private ServedDisks serve(
            Request request, ServedFrom from, NbdServer server, List<String> names)
            throws IOException {
        boolean tls = request.tls().required();
        Optional<Path> file = Optional.empty();
        List<String> uris = List.of();
        switch (request.where()) {
            case Listening.UnixSocket(Path path) -> {
                Path absolute = path.toAbsolutePath();
                server.listen(Sockets.unix(absolute));
                file = Optional.of(absolute);
                uris = names.stream().map(name -> unixUri(name, absolute)).toList();
            }
            case Listening.Tcp(String host, int port) -> {
                ServerSocketChannel socket = Sockets.tcp(host, port);
                int bound = ((InetSocketAddress) socket.getLocalAddress()).getPort();
                server.listen(socket);
                uris = names.stream().map(name -> tcpUri(tls, host, bound, name)).toList();
            }
            case Listening.Inherited() -> server.listen(Sockets.inherited());
            case Listening.Standard() -> {
                // the one client is served by whoever calls
            }
        }
        return new ServedDisks(from, server, uris, file, environment.repository());
    }

    private Optional<OpenSession> session(
            Sessions sessions, Repository repository, LiveDisks disks, What what)
            throws IOException {
        Sessions.Reading reading = disk -> new FirstReads(disks.open(disk));
        return switch (what) {
            case What.Stored _ -> Optional.empty();
            case What.NewSession(String name) -> {
                Resolved resolved = repository.resolve(name);
                yield Optional.of(
                        sessions.create(
                                Tag.owner(resolved, name),
                                resolved.id(),
                                environment.actor(),
                                environment.clock().instant(),
                                reading));
            }
            case What.OldSession(String name) ->
                    Optional.of(sessions.open(sessions.find(name), reading));
        };
    }

    private static Exports exports(
            Repository repository, LiveDisks disks, Optional<OpenSession> session, What what)
            throws IOException {
        return what instanceof What.Stored(List<String> only)
                ? new RevisionExports(repository, disks, only)
                : new SessionExports(repository, session.orElseThrow());
    }

    /** The address of an export behind a socket of the Unix domain. */
    static String unixUri(String export, Path socket) {
        return "nbd+unix:///%s?socket=%s"
                .formatted(NbdUri.path(export), encoded(socket.toString()).replace("%2F", "/"));
    }

    private static String tcpUri(boolean tls, String host, int port, String export) {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return "%s://%s:%d/%s".formatted(tls ? "nbds" : "nbd", shown, port, NbdUri.path(export));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
