package io.colama.nbd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSources;
import io.colama.nbd.protocol.Command;
import io.colama.nbd.protocol.ExportFlags;
import io.colama.nbd.protocol.Limits;
import io.colama.nbd.protocol.Magic;
import io.colama.nbd.protocol.Option;
import io.colama.nbd.protocol.OptionReply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first part of a connection, with clients of all kinds. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before each test
final class HandshakeTest {

    private static final int SIZE = 100_000;

    private final OneExport exports =
            new OneExport(
                    true,
                    List.of(
                            Map.entry("disk", new MemoryDisk(new byte[SIZE], false)),
                            Map.entry("plain", BlockSources.of(new byte[77]))));
    private ServerFixture server;

    @BeforeEach
    void start() throws IOException {
        server = ServerFixture.of(exports);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        assertThat(exports.open()).as("exports that were not closed").isZero();
    }

    @Test
    void namesEveryExportInAList() throws IOException {
        try (RawClient client = server.connect().greet()) {
            List<RawClient.Answer> answers = client.ask(Option.LIST.code());
            assertThat(answers).hasSize(3);
            assertThat(answers.get(0).bytes().getInt()).isEqualTo(4);
            assertThat(answers.get(0).text()).endsWith("diskfor tests");
            assertThat(answers.get(1).text()).endsWith("plainfor tests");
            assertThat(client.reply(Option.LIST, (byte) 1)).isEqualTo(OptionReply.ERR_INVALID);
        }
    }

    @Test
    void describesAnExportWithAllThatWasAskedFor() throws IOException {
        try (RawClient client = server.connect().greet()) {
            List<RawClient.Answer> answers =
                    client.ask(Option.INFO.code(), RawClient.name("", 1, 2, 3, 99));
            assertThat(answers).hasSize(5);
            ByteBuffer about = answers.get(0).bytes();
            assertThat(about.getShort()).isZero();
            assertThat(about.getLong()).isEqualTo(SIZE);
            int flags = about.getShort();
            assertThat(flags & ExportFlags.READ_ONLY).isZero();
            assertThat(flags & ExportFlags.SEND_DF).as("without structured replies").isZero();
            assertThat(answers.get(1).text()).endsWith("disk");
            assertThat(answers.get(2).text()).endsWith("for tests");
            ByteBuffer sizes = answers.get(3).bytes();
            assertThat(sizes.getShort()).isEqualTo((short) 3);
            assertThat(List.of(sizes.getInt(), sizes.getInt(), sizes.getInt()))
                    .containsExactly(1, 64 << 10, 32 << 20);
            assertThat(client.reply(Option.GO, RawClient.name("plain"))).isEqualTo(OptionReply.ACK);
        }
    }

    @Test
    void refusesAnExportThatThereIsNotAndGoesOn() throws IOException {
        try (RawClient client = server.connect().greet()) {
            for (String name : List.of("none", "disk ", "../disk", "a\0b", "x".repeat(4096))) {
                assertThat(client.reply(Option.GO, RawClient.name(name)))
                        .isEqualTo(OptionReply.ERR_UNKNOWN);
            }
            assertThat(client.reply(Option.INFO, RawClient.name("x".repeat(4097))))
                    .isEqualTo(OptionReply.ERR_TOO_BIG);
            assertThat(client.reply(Option.GO, RawClient.name("disk"))).isEqualTo(OptionReply.ACK);
            assertThat(client.read(0, 10)).hasSize(10);
        }
    }

    @Test
    void answersOptionsItDoesNotKnowAndStaysInStep() throws IOException {
        try (RawClient client = server.connect().greet()) {
            for (int code : new int[] {0, 4, 11, 12, 1000, -1, Integer.MIN_VALUE}) {
                assertThat(client.ask(code, new byte[code & 15]).getLast().reply())
                        .isEqualTo(OptionReply.ERR_UNSUP);
            }
            assertThat(client.ask(77, new byte[Limits.PASSED_OVER_BYTES]).getLast().reply())
                    .isEqualTo(OptionReply.ERR_UNSUP);
            assertThat(client.reply(Option.GO, new byte[Limits.OPTION_BYTES + 1]))
                    .isEqualTo(OptionReply.ERR_TOO_BIG);
            assertThat(client.reply(Option.GO, RawClient.name(""))).isEqualTo(OptionReply.ACK);
        }
    }

    @Test
    void refusesEveryOptionWhoseDataIsTornOrTooLong() throws IOException {
        try (RawClient client = server.connect().greet()) {
            client.ask(Option.STRUCTURED_REPLY.code());
            byte[] go = RawClient.name("disk", 1, 2);
            byte[] meta = RawClient.queries("disk", "base:allocation");
            for (Option option : List.of(Option.GO, Option.INFO)) {
                refusesAllBut(client, option, go);
            }
            for (Option option : List.of(Option.SET_META_CONTEXT, Option.LIST_META_CONTEXT)) {
                refusesAllBut(client, option, meta);
            }
            byte[] manyInfos = RawClient.name("disk");
            manyInfos[manyInfos.length - 1] = -1;
            manyInfos[manyInfos.length - 2] = -1;
            assertThat(client.reply(Option.GO, manyInfos)).isEqualTo(OptionReply.ERR_INVALID);
            byte[] negative = meta.clone();
            negative[0] = -1;
            assertThat(client.reply(Option.SET_META_CONTEXT, negative))
                    .isEqualTo(OptionReply.ERR_TOO_BIG);
            byte[] noText = RawClient.name("disk");
            noText[5] = -1;
            assertThat(client.reply(Option.GO, noText)).isEqualTo(OptionReply.ERR_INVALID);
        }
    }

    private static void refusesAllBut(RawClient client, Option option, byte[] whole)
            throws IOException {
        for (int length = 0; length < whole.length; length++) {
            assertThat(client.reply(option, Arrays.copyOf(whole, length)))
                    .as("%s of %d bytes", option, length)
                    .isEqualTo(OptionReply.ERR_INVALID);
        }
        assertThat(client.reply(option, Arrays.copyOf(whole, whole.length + 1)))
                .isEqualTo(OptionReply.ERR_INVALID);
    }

    @Test
    void endsAConnectionThatIsOutOfStep() throws IOException {
        try (RawClient client = server.connect().greet()) {
            client.send(new byte[16]);
            assertThat(client.isEnded()).isTrue();
        }
        try (RawClient client = server.connect().greet()) {
            client.send(RawClient.option(77, Limits.PASSED_OVER_BYTES + 1));
            assertThat(client.isEnded()).isTrue();
        }
        try (RawClient client = server.connect().greet()) {
            client.send(RawClient.option(77, -1));
            assertThat(client.isEnded()).isTrue();
        }
        for (int flags : new int[] {0, 2, 4, 7, -1}) {
            try (RawClient client = server.connect().greet(flags)) {
                assertThat(client.isEnded()).as("flags %d", flags).isTrue();
            }
        }
        assertThat(server.problems(8)).hasSize(8);
    }

    @Test
    void endsAClientThatNeverHasEnough() throws IOException {
        try (RawClient client = server.connect().greet()) {
            for (int i = 0; i < Limits.OPTIONS; i++) {
                assertThat(client.ask(Option.INFO.code(), RawClient.name("disk"))).hasSize(3);
            }
            assertThat(client.isEnded()).isTrue();
        }
        assertThat(server.problems(1))
                .containsExactly("a connection was ended: more than 1000 options");
    }

    @Test
    void takesAFarewellInTheHandshake() throws IOException {
        try (RawClient client = server.connect().greet()) {
            assertThat(client.reply(Option.ABORT)).isEqualTo(OptionReply.ACK);
            assertThat(client.isEnded()).isTrue();
        }
        try (RawClient client = server.connect().greet()) {
            assertThat(client.reply(Option.LIST)).isEqualTo(OptionReply.ACK);
        }
        assertThat(server.problems()).isEmpty();
    }

    @Test
    void answersOldClientsWithZerosAndWithout() throws IOException {
        for (int flags : new int[] {1, 3}) {
            try (RawClient client = server.connect().greet(flags)) {
                client.sendOption(
                        Option.EXPORT_NAME.code(), "plain".getBytes(StandardCharsets.UTF_8));
                assertThat(client.in().readLong()).isEqualTo(77);
                assertThat(client.in().readShort() & ExportFlags.READ_ONLY).isNotZero();
                if (flags == 1) {
                    assertThat(client.in().readNBytes(124)).isEqualTo(new byte[124]);
                }
                assertThat(client.read(70, 7)).isEqualTo(new byte[7]);
            }
        }
        try (RawClient client = server.connect().greet()) {
            client.sendOption(Option.EXPORT_NAME.code(), "none".getBytes(StandardCharsets.UTF_8));
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void choosesStructuredRepliesOnce() throws IOException {
        try (RawClient client = server.connect().greet()) {
            assertThat(
                            client.reply(
                                    Option.SET_META_CONTEXT,
                                    RawClient.queries("", "base:allocation")))
                    .isEqualTo(OptionReply.ERR_INVALID);
            assertThat(client.reply(Option.STRUCTURED_REPLY, (byte) 0))
                    .isEqualTo(OptionReply.ERR_INVALID);
            assertThat(client.reply(Option.STRUCTURED_REPLY)).isEqualTo(OptionReply.ACK);
            assertThat(client.reply(Option.STRUCTURED_REPLY)).isEqualTo(OptionReply.ERR_INVALID);
            ByteBuffer about =
                    client.ask(Option.INFO.code(), RawClient.name("")).getFirst().bytes();
            assertThat(about.getShort(10) & ExportFlags.SEND_DF).isNotZero();
        }
    }

    @Test
    void offersNoTlsWithoutACertificate() throws IOException {
        try (RawClient client = server.connect().greet()) {
            assertThat(client.reply(Option.STARTTLS)).isEqualTo(OptionReply.ERR_POLICY);
            assertThat(client.reply(Option.STARTTLS, (byte) 1)).isEqualTo(OptionReply.ERR_INVALID);
            assertThat(client.reply(Option.GO, RawClient.name(""))).isEqualTo(OptionReply.ACK);
        }
    }

    @Test
    void listsContextsBySpaceAndByName() throws IOException {
        try (RawClient client = server.connect().greet()) {
            client.ask(Option.STRUCTURED_REPLY.code());
            assertThat(listed(client)).containsExactly("base:allocation", OneExport.BITMAP);
            assertThat(listed(client, "base:")).containsExactly("base:allocation");
            assertThat(listed(client, "qemu:", OneExport.BITMAP)).containsExactly(OneExport.BITMAP);
            assertThat(listed(client, "qemu:dirty-bitmap:")).containsExactly(OneExport.BITMAP);
            assertThat(listed(client, "x:", "qemu:dirty-bitmap:none", "base", "")).isEmpty();
            assertThat(
                            client.reply(
                                    Option.LIST_META_CONTEXT,
                                    RawClient.queries("none", "base:allocation")))
                    .isEqualTo(OptionReply.ERR_UNKNOWN);
            assertThat(
                            client.reply(
                                    Option.SET_META_CONTEXT,
                                    RawClient.queries(
                                            "",
                                            Collections.nCopies(257, "x").toArray(String[]::new))))
                    .isEqualTo(OptionReply.ERR_TOO_BIG);
        }
    }

    private static List<String> listed(RawClient client, String... queries) throws IOException {
        return client
                .ask(Option.LIST_META_CONTEXT.code(), RawClient.queries("disk", queries))
                .stream()
                .filter(one -> one.reply() == OptionReply.META_CONTEXT)
                .map(one -> one.text().substring(4))
                .toList();
    }

    @Test
    void numbersTheContextsThatAreSelected() throws IOException {
        try (RawClient client = server.connect().greet()) {
            client.ask(Option.STRUCTURED_REPLY.code());
            List<RawClient.Answer> answers =
                    client.ask(
                            Option.SET_META_CONTEXT.code(),
                            RawClient.queries("", OneExport.BITMAP, "no", "base:allocation"));
            assertThat(
                            answers.stream()
                                    .map(one -> one.data().length == 0 ? 0 : one.bytes().getInt()))
                    .containsExactly(1, 2, 0);
        }
    }

    @Test
    void forgetsContextsThatWereSelectedForAnotherExport() throws IOException {
        try (RawClient client = server.connect().greet()) {
            client.ask(Option.STRUCTURED_REPLY.code());
            client.ask(
                    Option.SET_META_CONTEXT.code(), RawClient.queries("plain", "base:allocation"));
            assertThat(client.reply(Option.GO, RawClient.name("disk"))).isEqualTo(OptionReply.ACK);
            assertThat(client.call(0, Command.BLOCK_STATUS, 0, 10)).isEqualTo(22);
        }
        try (RawClient client = server.connect().greet()) {
            client.ask(Option.STRUCTURED_REPLY.code());
            client.ask(Option.SET_META_CONTEXT.code(), RawClient.queries("", "base:allocation"));
            client.ask(Option.SET_META_CONTEXT.code(), (byte) 1);
            assertThat(client.reply(Option.GO, RawClient.name(""))).isEqualTo(OptionReply.ACK);
            assertThat(client.call(0, Command.BLOCK_STATUS, 0, 10))
                    .as("after a selection that failed")
                    .isEqualTo(22);
        }
    }

    @Test
    void beginsWithItsMagic() throws IOException {
        try (RawClient client = server.connect()) {
            assertThat(client.in().readLong()).isEqualTo(Magic.SERVER);
        }
    }
}
