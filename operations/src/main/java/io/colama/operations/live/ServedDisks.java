package io.colama.operations.live;

import io.colama.block.Closing;
import io.colama.nbd.Transport;
import io.colama.nbd.server.NbdServer;
import io.colama.revision.Repository;
import io.colama.revision.session.OpenSession;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server that runs. Threads: any. Closing ends it, and then the session. */
public final class ServedDisks implements Closeable {

    private final Repository repository;
    private final Optional<OpenSession> session;
    private final NbdServer server;
    private final List<String> uris;
    private final Optional<Path> socket;

    ServedDisks(
            Repository repository,
            Optional<OpenSession> session,
            NbdServer server,
            List<String> uris,
            Optional<Path> socket) {
        this.repository = repository;
        this.session = session;
        this.server = server;
        this.uris = List.copyOf(uris);
        this.socket = socket;
    }

    /** What clients are to be told: an address for each disk that is listed, or for the server. */
    public List<String> uris() {
        return uris;
    }

    /** The name of the session that is written, if one is. */
    public Optional<String> session() {
        return session.map(open -> open.info().name());
    }

    /** The session that is written, if one is. */
    Optional<OpenSession> openSession() {
        return session;
    }

    /** The repository that is served. */
    Repository repository() {
        return repository;
    }

    /** How many bytes were written in the session so far. */
    public long bytesWritten() {
        return session.map(OpenSession::bytesWritten).orElse(0L);
    }

    /** Serves the one client at standard input and output until it goes. */
    public void serveStandard() {
        try (FileInputStream in = new FileInputStream(FileDescriptor.in);
                FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            server.serve(new Transport(in.getChannel(), out.getChannel(), Optional.empty(), in));
        } catch (IOException closing) {
            // the client is served; what the process was given is closed with it
        }
    }

    @Override
    public void close() throws IOException {
        List<Closeable> all = new ArrayList<>();
        all.add(server);
        socket.ifPresent(path -> all.add(() -> Files.deleteIfExists(path)));
        session.ifPresent(all::add);
        all.add(repository);
        Closing.all(all);
    }
}
