package io.colama.nbd.server;

import java.util.List;

/**
 * What a handshake led to.
 *
 * @param export the disk
 * @param structured whether replies are structured
 * @param contexts the metadata contexts that were selected for this export
 */
record Selected(Export export, boolean structured, List<Context> contexts) {

    /**
     * A selected metadata context.
     *
     * @param id its number in replies
     * @param map what it says
     */
    record Context(int id, StatusMap map) {}
}
