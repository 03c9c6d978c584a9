package io.colama.nbd.client;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a disk of a server is read.
 *
 * @param connections how many connections at most, where the server allows several
 * @param reconnect how often a lost connection is made again before a read fails; reads are then
 *     repeated
 * @param patience how long the server may say nothing at all before it is given up
 * @param context a metadata context beside {@code base:allocation}, such as {@code
 *     qemu:dirty-bitmap:NAME}
 * @param tls instead of the certificates that the address names
 */
public record NbdOptions(
        int connections,
        int reconnect,
        Duration patience,
        Optional<String> context,
        Optional<SSLContext> tls) {

    /** What begins the name of a context that is a dirty bitmap of QEMU. */
    public static final String DIRTY_BITMAP = "qemu:dirty-bitmap:";

    private static final int MOST_CONNECTIONS = 16;
    private static final int MOST_RECONNECTS = 100;

    /** Checks the numbers. */
    public NbdOptions {
        boolean sound =
                connections >= 1
                        && connections <= MOST_CONNECTIONS
                        && reconnect >= 0
                        && reconnect <= MOST_RECONNECTS
                        && patience.isPositive();
        if (!sound) {
            throw new IllegalArgumentException(
                    "%d connections, %d reconnects, patience of %s"
                            .formatted(connections, reconnect, patience));
        }
    }

    /** Up to four connections, which are not made again, and a minute of patience. */
    public static NbdOptions defaults() {
        return new NbdOptions(4, 0, Duration.ofMinutes(1), Optional.empty(), Optional.empty());
    }

    /** The same with so many connections at most. */
    public NbdOptions withConnections(int most) {
        return new NbdOptions(most, reconnect, patience, context, tls);
    }

    /** The same with lost connections made again. */
    public NbdOptions withReconnect(int tries) {
        return new NbdOptions(connections, tries, patience, context, tls);
    }

    /** The same with another patience. */
    public NbdOptions withPatience(Duration longest) {
        return new NbdOptions(connections, reconnect, longest, context, tls);
    }

    /** The same with a dirty bitmap of QEMU. */
    public NbdOptions withDirtyBitmap(String name) {
        return new NbdOptions(
                connections, reconnect, patience, Optional.of(DIRTY_BITMAP + name), tls);
    }

    /** The same with these certificates. */
    public NbdOptions withTls(SSLContext certificates) {
        return new NbdOptions(connections, reconnect, patience, context, Optional.of(certificates));
    }
}
