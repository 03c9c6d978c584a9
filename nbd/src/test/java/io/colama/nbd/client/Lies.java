package io.colama.nbd.client;

import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.colama.nbd.Wire;
import io.colama.nbd.client.ScriptedServer.Request;
import io.colama.nbd.protocol.Chunk;
import io.colama.nbd.protocol.Magic;
import io.colama.nbd.protocol.Option;
import io.colama.nbd.protocol.OptionReply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The ways in which a server can break the protocol. */
final class Lies {

    private Lies() {}

    /** What a server says in place of something sound. */
    @FunctionalInterface
    interface Lie {
        void tell(Request request, Wire wire) throws IOException;
    }

    /** What a server answers to an option. */
    @FunctionalInterface
    interface Greeting {
        void tell(Option option, Wire wire) throws IOException;
    }

    private static Arguments lie(String name, Lie lie) {
        return arguments(named(name, lie));
    }

    static Stream<Arguments> aboutData() {
        return Stream.of(
                lie("a wrong magic", (_, wire) -> wire.write(ByteBuffer.allocate(16))),
                lie(
                        "an unknown request",
                        (r, wire) -> ScriptedServer.data(wire, other(r), r.offset(), 10, true)),
                lie(
                        "a simple reply",
                        (r, wire) ->
                                wire.write(
                                        ByteBuffer.allocate(16)
                                                .putInt(Magic.SIMPLE_REPLY)
                                                .putInt(0)
                                                .putLong(r.cookie())
                                                .flip())),
                lie(
                        "data before the request",
                        (r, wire) -> ScriptedServer.data(wire, r, r.offset() - 1, 4096, true)),
                lie(
                        "data behind the request",
                        (r, wire) -> ScriptedServer.data(wire, r, r.offset() + 1, 4096, true)),
                lie(
                        "data at a negative offset",
                        (r, wire) -> ScriptedServer.data(wire, r, -1, 10, true)),
                lie(
                        "data twice",
                        (r, wire) -> {
                            ScriptedServer.data(wire, r, r.offset(), 3000, false);
                            ScriptedServer.data(wire, r, r.offset() + 2000, 2096, true);
                        }),
                lie(
                        "data missing",
                        (r, wire) -> ScriptedServer.data(wire, r, r.offset(), 4095, true)),
                lie(
                        "nothing at all",
                        (r, wire) -> chunk(wire, r, Chunk.DONE, 0, ByteBuffer.allocate(0))),
                lie("no data", (r, wire) -> ScriptedServer.data(wire, r, r.offset(), 0, true)),
                lie(
                        "a hole of 4 GiB",
                        (r, wire) -> ScriptedServer.hole(wire, r, r.offset(), -1, true)),
                lie(
                        "a hole of nothing",
                        (r, wire) -> ScriptedServer.hole(wire, r, r.offset(), 0, true)),
                lie(
                        "a hole at the end of the world",
                        (r, wire) -> ScriptedServer.hole(wire, r, Long.MAX_VALUE, 1, true)),
                lie(
                        "more after the end",
                        (r, wire) -> {
                            ScriptedServer.data(wire, r, r.offset(), 4096, true);
                            ScriptedServer.data(wire, r, r.offset(), 4096, true);
                            wire.await();
                        }),
                lie(
                        "a chunk of 4 GiB",
                        (r, wire) ->
                                ScriptedServer.chunk(
                                        wire, 0, 1, r.cookie(), -1, ByteBuffer.allocate(100))),
                lie("an unknown chunk", (r, wire) -> chunk(wire, r, 0, 99, ByteBuffer.allocate(4))),
                lie(
                        "nothing, and not the end",
                        (r, wire) -> chunk(wire, r, 0, 0, ByteBuffer.allocate(0))),
                lie(
                        "status in place of data",
                        (r, wire) -> ScriptedServer.status(wire, r, ScriptedServer.ID, 4096, 0)),
                lie(
                        "endless errors",
                        (r, wire) -> {
                            while (true) {
                                chunk(wire, r, 0, 32769, ScriptedServer.error(5, "no"));
                            }
                        }),
                lie(
                        "an error that is none",
                        (r, wire) ->
                                chunk(wire, r, Chunk.DONE, 32769, ScriptedServer.error(0, ""))),
                lie(
                        "an error that is too short",
                        (r, wire) -> chunk(wire, r, Chunk.DONE, 32769, ByteBuffer.allocate(3))),
                lie(
                        "an error whose text is longer than it",
                        (r, wire) ->
                                chunk(
                                        wire,
                                        r,
                                        Chunk.DONE,
                                        32769,
                                        ByteBuffer.allocate(8)
                                                .putInt(5)
                                                .putShort((short) 9999)
                                                .position(8)
                                                .flip())));
    }

    static Stream<Arguments> aboutStatus() {
        return Stream.of(
                lie(
                        "an extent of nothing",
                        (r, wire) -> ScriptedServer.status(wire, r, ScriptedServer.ID, 0, 0)),
                lie(
                        "extents behind the end",
                        (r, wire) ->
                                ScriptedServer.status(
                                        wire, r, ScriptedServer.ID, r.length(), 0, 1, 0)),
                lie(
                        "an unknown context",
                        (r, wire) -> ScriptedServer.status(wire, r, 5, r.length(), 0)),
                lie("no extent", (r, wire) -> ScriptedServer.status(wire, r, ScriptedServer.ID)),
                lie(
                        "half an extent",
                        (r, wire) -> ScriptedServer.status(wire, r, ScriptedServer.ID, 4096)),
                lie(
                        "no status",
                        (r, wire) -> chunk(wire, r, Chunk.DONE, 0, ByteBuffer.allocate(0))),
                lie(
                        "status twice",
                        (r, wire) -> {
                            ByteBuffer one = ByteBuffer.allocate(12).putInt(ScriptedServer.ID);
                            chunk(wire, r, 0, 5, one.putInt(4096).putInt(0).flip());
                            ScriptedServer.status(wire, r, ScriptedServer.ID, 4096, 0);
                        }),
                lie(
                        "a simple reply",
                        (r, wire) ->
                                wire.write(
                                        ByteBuffer.allocate(16)
                                                .putInt(Magic.SIMPLE_REPLY)
                                                .putInt(0)
                                                .putLong(r.cookie())
                                                .flip())),
                lie(
                        "data in place of status",
                        (r, wire) -> ScriptedServer.data(wire, r, r.offset(), 4096, true)));
    }

    private static Arguments greeting(String name, Greeting greeting) {
        return arguments(named(name, greeting));
    }

    static Stream<Arguments> inTheHandshake() {
        return Stream.of(
                greeting("a wrong magic", (o, wire) -> raw(wire, 1, o.code(), 1, 0)),
                greeting("another option", (_, wire) -> raw(wire, Magic.OPTION_REPLY, 99, 1, 0)),
                greeting(
                        "an answer of 4 GiB",
                        (o, wire) -> raw(wire, Magic.OPTION_REPLY, o.code(), 1, -1)),
                greeting(
                        "an unknown answer",
                        (o, wire) -> raw(wire, Magic.OPTION_REPLY, o.code(), 1234, 0)),
                greeting("a disk of 2^63 bytes", (o, wire) -> go(o, wire, Long.MIN_VALUE)),
                greeting("a disk of -1 bytes", (o, wire) -> go(o, wire, -1)),
                greeting("no size", (o, wire) -> ack(wire, o)),
                greeting(
                        "endless answers",
                        (o, wire) -> {
                            while (o == Option.GO) {
                                ScriptedServer.answer(
                                        wire, o, OptionReply.INFO, ScriptedServer.size(9));
                            }
                            ack(wire, o);
                        }),
                greeting("a short answer", (o, wire) -> info(o, wire, ByteBuffer.allocate(1))),
                greeting("half a size", (o, wire) -> info(o, wire, ByteBuffer.allocate(7))),
                greeting(
                        "blocks of nothing",
                        (o, wire) -> info(o, wire, ScriptedServer.blockSizes(0, 4096, 4096))),
                greeting(
                        "blocks of three",
                        (o, wire) -> info(o, wire, ScriptedServer.blockSizes(3, 4096, 4096))),
                greeting(
                        "large blocks",
                        (o, wire) -> info(o, wire, ScriptedServer.blockSizes(1 << 20, 0, 1 << 20))),
                greeting(
                        "requests smaller than blocks",
                        (o, wire) -> info(o, wire, ScriptedServer.blockSizes(512, 512, 100))),
                greeting("a context that nobody wants", (o, wire) -> context(o, wire, 1, "x:y")),
                greeting(
                        "a context twice",
                        (o, wire) -> {
                            context(o, wire, 1, "base:allocation");
                            context(o, wire, 2, "base:allocation");
                        }),
                greeting(
                        "endless contexts",
                        (o, wire) -> {
                            while (o == Option.SET_META_CONTEXT) {
                                context(o, wire, 1, "base:allocation");
                            }
                            ack(wire, o);
                        }));
    }

    private static Request other(Request request) {
        return new Request(
                request.command(), request.cookie() + 1000, request.offset(), request.length());
    }

    static void chunk(Wire wire, Request r, int flags, int type, ByteBuffer data)
            throws IOException {
        ScriptedServer.chunk(wire, flags, type, r.cookie(), data.remaining(), data);
    }

    private static void raw(Wire wire, long magic, int option, int reply, int length)
            throws IOException {
        ScriptedServer.answer(wire, magic, option, reply, length, ByteBuffer.allocate(0));
    }

    private static void ack(Wire wire, Option option) throws IOException {
        ScriptedServer.answer(wire, option, OptionReply.ACK, ByteBuffer.allocate(0));
    }

    private static void go(Option option, Wire wire, long size) throws IOException {
        info(option, wire, ScriptedServer.size(size));
    }

    private static void info(Option option, Wire wire, ByteBuffer info) throws IOException {
        if (option == Option.GO) {
            ScriptedServer.answer(wire, option, OptionReply.INFO, info);
        }
        ack(wire, option);
    }

    private static void context(Option option, Wire wire, int id, String name) throws IOException {
        if (option == Option.SET_META_CONTEXT) {
            ByteBuffer data = ScriptedServer.context(id, name);
            ScriptedServer.answer(wire, option, OptionReply.META_CONTEXT, data);
        } else {
            ack(wire, option);
        }
    }
}
