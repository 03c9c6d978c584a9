/**
 * The server: any disk, offered by name.
 *
 * <p>Nouns: {@link io.colama.nbd.server.Exports} knows names and opens an {@link
 * io.colama.nbd.server.Export} for each connection that asks for one; {@link
 * io.colama.nbd.server.NbdServer} listens and gives each connection a virtual thread, which runs
 * the handshake and then the transmission.
 *
 * <p>A connection's thread answers what is at hand by itself, and sends many replies at once; what
 * has to wait for a disk goes to further virtual threads, at most {@value
 * io.colama.nbd.server.Transmission#MOST_AT_ONCE} for each connection. Replies come in any order.
 *
 * <p>Invariants: a client that sends nonsense, stops in the middle, or takes no replies costs its
 * own connection and a bounded piece of memory ({@link io.colama.nbd.server.Chunks}), never anybody
 * else's. A handshake has to be over within half a minute, that of TLS included; afterwards a
 * client may be idle for as long as it likes. No request is carried out in part because of its
 * shape: range, flags and permission are checked before anything is read or written; only a disk
 * that fails in the middle of a write leaves a part of it.
 *
 * <p>Source: [NetworkBlockDevice/nbd, doc/proto.md]; [QEMU, docs/interop/nbd.rst].
 */
@NullMarked
package io.colama.nbd.server;

import org.jspecify.annotations.NullMarked;
