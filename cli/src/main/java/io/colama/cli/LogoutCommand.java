package io.colama.cli;

import io.colama.cli.remote.KnownServers;
import io.colama.cli.remote.ServerAddress;
import io.colama.cli.remote.ServerClient;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code colama logout}. */
@Command(
        name = "logout",
        description = "Take the token of a login back at the server, and forget it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama logout",
            "  colama logout https://colama.example.org",
            "  colama logout https://gone.example.org --forget"
        })
final class LogoutCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            description = "The server; it can be left out where there is only one.")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--forget",
            description =
                    "Forget the token without a word to the server, where it stays good until it expires.")
    private boolean forget;

    LogoutCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.session();
        KnownServers servers = new KnownServers(Colama.configuration());
        Optional<URI> server =
                url.isPresent() ? Optional.of(ServerAddress.parse(url.get())) : Optional.empty();
        KnownServers.Known known = servers.get(server);
        if (!forget) {
            revoke(known);
        }
        servers.remove(known);
        if (!session.record(new LoginCommand.Done(known.url(), known.account(), known.expires()))) {
            session.done("logged out at " + known.url());
        }
        return 0;
    }

    private static void revoke(KnownServers.Known known) throws IOException {
        try (ServerClient client = known.client()) {
            client.delete("/session");
        } catch (OperationException failure) {
            // a token that is not good any more needs not be taken back
            if (failure.failure() != Failure.REFUSED) {
                throw new OperationException(
                        failure.failure(),
                        failure.getMessage() + "; --forget forgets the token only");
            }
        }
    }
}
