package io.colama.nbd.client;

import io.colama.nbd.protocol.ExportFlags;
import java.util.Map;

/**
 * What client and server have agreed on in the handshake.
 *
 * @param sizeBytes the size of the disk
 * @param flags {@link ExportFlags}
 * @param sizes which requests are taken
 * @param structured whether replies are structured
 * @param contexts the metadata contexts by the numbers that the server gave them
 */
record Agreement(
        long sizeBytes,
        int flags,
        BlockSizes sizes,
        boolean structured,
        Map<Integer, String> contexts) {

    Agreement {
        contexts = Map.copyOf(contexts);
    }

    boolean severalConnections() {
        return (flags & ExportFlags.CAN_MULTI_CONN) != 0;
    }

    boolean has(String context) {
        return contexts.containsValue(context);
    }

    /** Whether another connection has come to the same; numbers of contexts may differ. */
    boolean isLike(Agreement other) {
        return sizeBytes == other.sizeBytes
                && contexts.size() == other.contexts.size()
                && contexts.values().containsAll(other.contexts.values())
                && sizes.equals(other.sizes);
    }
}
