/**
 * The client: the disk of any server, as a source.
 *
 * <p>Nouns: an {@link io.colama.nbd.client.NbdUri} says where a disk is, an {@link
 * io.colama.nbd.client.NbdSource} is one. Inside, a {@linkplain io.colama.nbd.client.Negotiation
 * negotiation} comes to an {@linkplain io.colama.nbd.client.Agreement agreement}, and a {@linkplain
 * io.colama.nbd.client.Link link} carries {@linkplain io.colama.nbd.client.Pending requests} from
 * any thread and gives them what one thread reads.
 *
 * <p>Fixed newstyle with structured replies and {@code base:allocation} is what is asked for;
 * without these, simple replies and one run of data; without fixed newstyle, an export by its name.
 * Oldstyle servers are refused.
 *
 * <p>Invariants: a server is an attacker. What it says of lengths, offsets and numbers is compared
 * with what was asked before it is used; every byte of a read comes exactly once or the read fails;
 * a server that contradicts itself loses its connections, and nothing it said afterwards is used.
 * Memory: the buffers of the callers, one message of the handshake, and {@code 2^16} extents for
 * each of a few batches. Time: a server that says nothing while it should is given up ({@link
 * io.colama.nbd.client.NbdOptions#patience}), a handshake has to be over within the same time.
 *
 * <p>Source: [NetworkBlockDevice/nbd, doc/proto.md, doc/uri.md]; [QEMU, docs/interop/nbd.rst].
 */
@NullMarked
package io.colama.nbd.client;

import org.jspecify.annotations.NullMarked;
