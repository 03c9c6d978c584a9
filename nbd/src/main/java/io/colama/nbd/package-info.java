/**
 * Disks over the network block device protocol.
 *
 * <p>{@link io.colama.nbd.protocol} has the words of the protocol, {@link io.colama.nbd.server}
 * offers any {@link io.colama.block.BlockSource} or {@link io.colama.block.WritableSource} to
 * others, {@link io.colama.nbd.client} reads what others offer. A {@link io.colama.nbd.Wire} is one
 * end of a connection.
 *
 * <p>Source: [NetworkBlockDevice/nbd, doc/proto.md]; [QEMU, docs/interop/nbd.rst].
 */
@NullMarked
package io.colama.nbd;

import org.jspecify.annotations.NullMarked;
