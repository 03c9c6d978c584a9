/**
 * The words of the network block device protocol, for server and client alike.
 *
 * <p>Nouns: in the <em>handshake</em> the client sends {@link io.colama.nbd.protocol.Option}s and
 * the server answers each with {@link io.colama.nbd.protocol.OptionReply}s; in the
 * <em>transmission</em> the client sends {@link io.colama.nbd.protocol.Command}s and the server
 * answers each with a simple reply or with {@link io.colama.nbd.protocol.Chunk}s of a structured
 * one. All numbers are big-endian.
 *
 * <p>Limits that both sides keep: {@link io.colama.nbd.protocol.Limits}.
 *
 * <p>Source: [NetworkBlockDevice/nbd, doc/proto.md].
 */
@NullMarked
package io.colama.nbd.protocol;

import org.jspecify.annotations.NullMarked;
