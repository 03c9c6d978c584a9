package io.colama.nbd.server;

import io.colama.nbd.Wire;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client, from its arrival until it has gone. */
final class Connection {

    private final Exports exports;
    private final TlsPolicy tls;
    private final Chunks chunks;
    private final Reports reports;
    private final Wire wire;
    private volatile @Nullable Transmission transmission;
    private volatile boolean ending;
    private long movedBefore = -1;
    private int still;

    Connection(Exports exports, TlsPolicy tls, Chunks chunks, Reports reports, Wire wire) {
        this.exports = exports;
        this.tls = tls;
        this.chunks = chunks;
        this.reports = reports;
        this.wire = wire;
    }

    /** Serves the client on this thread. */
    void run() throws IOException {
        try (wire) {
            Optional<Selected> selected = new Handshake(exports, tls, wire).run();
            if (selected.isEmpty()) {
                return;
            }
            try (Export _ = selected.get().export()) {
                Transmission began = new Transmission(wire, selected.get(), chunks, reports);
                transmission = began;
                if (!ending) {
                    began.run();
                }
            }
        }
    }

    /**
     * Is called at regular intervals: how many of them this client has kept the server waiting, by
     * not taking a reply. All of the handshake counts, also while the client says a byte now and
     * then.
     */
    int still() {
        long moved = wire.moved();
        boolean waits = transmission == null || (wire.isWriting() && moved == movedBefore);
        still = waits ? still + 1 : 0;
        movedBefore = moved;
        return still;
    }

    /** Reads no further request; those that were read are answered. */
    void end() throws IOException {
        ending = true;
        Transmission running = transmission;
        if (running != null) {
            running.end();
            wire.stopReading();
        } else {
            wire.cut();
        }
    }

    /** Ends it at once. */
    void cut() throws IOException {
        wire.cut();
    }
}
