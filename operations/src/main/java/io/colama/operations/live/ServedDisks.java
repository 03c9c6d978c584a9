package io.colama.operations.live;

import io.colama.block.Closing;
import io.colama.nbd.Transport;
import io.colama.nbd.server.NbdServer;
import io.colama.revision.Revision;
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

    private final ServedFrom from;
    private final NbdServer server;
    private final List<String> uris;
    private final Optional<Path> socket;
    private final BootRanges boots;

    ServedDisks(
            ServedFrom from,
            NbdServer server,
            List<String> uris,
            Optional<Path> socket,
            Path directory) {
        this.from = from;
        this.server = server;
        this.uris = List.copyOf(uris);
        this.socket = socket;
        this.boots = new BootRanges(directory);
    }

    /** What clients are to be told: an address for each disk that is listed, or for the server. */
    public List<String> uris() {
        return uris;
    }

    /** The name of the session that is written, if one is. */
    public Optional<String> session() {
        return from.session().map(open -> open.info().name());
    }

    /** The session that is written, if one is. */
    Optional<OpenSession> openSession() {
        return from.session();
    }

    /** How many bytes were written in the session so far. */
    public long bytesWritten() {
        return from.session().map(OpenSession::bytesWritten).orElse(0L);
    }

    /** Has what the last start of this machine read decoded already, in the background. */
    void warmUp() throws IOException {
        OpenSession session = from.session().orElseThrow();
        Revision revision = from.repository().revision(session.info().base());
        for (OpenSession.Disk disk : session.disks()) {
            if (disk.base() instanceof FirstReads reads) {
                reads.disk().prefetch(boots.find(from.repository(), revision, disk.stored()));
            }
        }
    }

    /** Remembers for the next start what this one has read. */
    void keepBoot() throws IOException {
        for (OpenSession.Disk disk : from.session().orElseThrow().disks()) {
            if (disk.base() instanceof FirstReads reads && !reads.offsets().isEmpty()) {
                boots.keep(disk.stored().id(), reads.offsets());
            }
        }
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
        from.session().ifPresent(all::add);
        all.add(from.disks());
        all.add(from.repository());
        Closing.all(all);
    }
}
