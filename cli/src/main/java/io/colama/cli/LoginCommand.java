package io.colama.cli;

import io.colama.cli.remote.KnownServers;
import io.colama.cli.remote.ServerAddress;
import io.colama.cli.remote.ServerClient;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code colama login}. */
@Command(
        name = "login",
        description = {
            "Log in at a server.",
            "Prints an address and a code: open the one with any browser, log in there as always, and "
                    + "enter the other. The token that comes back is kept in the user's configuration, "
                    + "readable for its owner alone, and is good for 90 days."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama login https://colama.example.org",
            "  colama login colama.example.org --ca company.pem",
            "  colama login https://colama.example.org --token-stdin < token",
            "  colama login --list"
        })
final class LoginCommand implements Callable<Integer> {

    private static final int MOST_TOKEN = 200;
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

    private final Colama colama;

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            description = "The server, such as https://colama.example.org.")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--token-stdin",
            description = "Read a token from the standard input, such as one of a service account.")
    private boolean tokenStdin;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust at this server, instead of the system's.")
    private Optional<Path> ca = Optional.empty();

    @Option(names = "--list", description = "List the servers that you are logged in at.")
    private boolean list;

    LoginCommand(Colama colama) {
        this.colama = colama;
    }

    /**
     * What programs are told.
     *
     * @param server its address
     * @param account who is logged in
     * @param expires when that ends; empty when it is not known
     */
    record Done(String server, String account, String expires) {}

    /**
     * What programs are told meanwhile.
     *
     * @param verificationUri where somebody enters the code
     * @param userCode the code
     * @param expiresIn for so many seconds
     */
    private record Asked(String verificationUri, String userCode, long expiresIn) {}

    @Override
    public Integer call() throws IOException {
        Session session = colama.session();
        KnownServers servers = new KnownServers(Colama.configuration());
        if (list) {
            show(session, servers.all());
            return 0;
        }
        URI server =
                ServerAddress.parse(
                        url.orElseThrow(() ->
                                new OperationException(
                                        Failure.USAGE,
                                        "say at which server, such as https://colama.example.org")));
        String trust = ca.map(file -> file.toAbsolutePath().toString()).orElse("");
        KnownServers.Known known =
                tokenStdin ? byToken(server, trust) : byBrowser(session, server, trust);
        servers.put(known);
        if (!session.record(new Done(known.url(), known.account(), known.expires()))) {
            session.done(
                    "logged in at %s as %s"
                            .formatted(known.url(), session.style().name(known.account())));
        }
        return 0;
    }

    private static void show(Session session, List<KnownServers.Known> all) {
        for (KnownServers.Known each : all) {
            Done shown = new Done(each.url(), each.account(), each.expires());
            if (!session.record(shown)) {
                session.out()
                        .println(
                                "%s  %s  %s"
                                        .formatted(
                                                Style.harmless(each.url()),
                                                Style.harmless(each.account()),
                                                each.expires().isEmpty()
                                                        ? ""
                                                        : "until " + Style.harmless(each.expires()))
                                        .strip());
            }
        }
    }

    private KnownServers.Known byToken(URI server, String trust) throws IOException {
        String token =
                Optional.ofNullable(
                                new BufferedReader(
                                                new InputStreamReader(
                                                        System.in, StandardCharsets.UTF_8))
                                        .readLine())
                        .map(String::strip)
                        .orElse("");
        if (!token.matches("[A-Za-z0-9_-]{10," + MOST_TOKEN + "}")) {
            throw new OperationException(
                    Failure.USAGE, "the first line of the standard input is no token");
        }
        try (ServerClient client = new ServerClient(server, Optional.of(token), ca)) {
            String account = client.look("/session").text("name");
            return new KnownServers.Known(server.toString(), account, token, "", trust);
        }
    }

    private KnownServers.Known byBrowser(Session session, URI server, String trust)
            throws IOException {
        try (ServerClient client = new ServerClient(server, Optional.empty(), ca)) {
            ServerClient.Answer codes = client.ask("/device/codes", Map.of("label", label()));
            if (codes.status() >= 300) {
                throw new OperationException(Failure.FAILED, server + ": " + codes.text("detail"));
            }
            Asked asked =
                    new Asked(
                            codes.text("verificationUri"),
                            codes.text("userCode"),
                            number(codes, "expiresIn"));
            if (!session.record(asked)) {
                session.out()
                        .println(
                                "open  %s%nenter %s"
                                        .formatted(
                                                Style.harmless(asked.verificationUri),
                                                session.style()
                                                        .name(Style.harmless(asked.userCode))));
            }
            session.out().flush();
            ServerClient.Answer token = wait(session, client, codes);
            return new KnownServers.Known(
                    server.toString(),
                    token.text("account"),
                    token.text("token"),
                    token.text("expires"),
                    trust);
        }
    }

    private static long number(ServerClient.Answer answer, String name) {
        String text = answer.text(name);
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
    }

    private static ServerClient.Answer wait(
            Session session, ServerClient client, ServerClient.Answer codes) throws IOException {
        Duration interval = Duration.ofSeconds(Math.max(1, number(codes, "interval")));
        Instant end = Instant.now().plusSeconds(number(codes, "expiresIn"));
        boolean watched = session.terminal().err() && !session.quiet() && !session.json();
        try {
            while (true) {
                if (watched) {
                    long left = Math.max(0, Duration.between(Instant.now(), end).toSeconds());
                    session.err()
                            .print(
                                    "\rwaiting for the browser, %s left "
                                            .formatted(Sizes.clock(left)));
                    session.err().flush();
                }
                if (session.interruption().await(interval)) {
                    throw new InterruptedIOException("interrupted");
                }
                ServerClient.Answer answer =
                        client.ask(
                                "/device/tokens", Map.of("deviceCode", codes.text("deviceCode")));
                if (answer.status() / 100 == 2) {
                    return answer;
                }
                switch (answer.text("code")) {
                    case "authorization_pending" -> {}
                    case "slow_down" -> {
                        interval = interval.plusSeconds(5);
                        if (interval.compareTo(LONGEST_INTERVAL) > 0) {
                            interval = LONGEST_INTERVAL;
                        }
                    }
                    default ->
                            throw new OperationException(
                                    Failure.REFUSED, answer.text("detail").strip());
                }
            }
        } finally {
            if (watched) {
                session.err().print("\r" + " ".repeat(40) + "\r");
                session.err().flush();
            }
        }
    }

    /** How the user knows this program again, in the browser and among the tokens. */
    private static String label() {
        String host = "";
        try {
            host = " on " + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // a host without a name: the address is told by the server
        }
        return "colama of " + System.getProperty("user.name") + host;
    }
}
