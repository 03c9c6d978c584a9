package io.colama.cli;

import io.colama.operations.Init;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code colama init}. */
@Command(
        name = "init",
        description = "Make an empty repository.",
        footerHeading = "%nExamples:%n",
        footer = {"  colama init", "  colama init /srv/machines", "  colama --repo D init"})
final class InitCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Where; absent or empty. By default the repository of --repo.")
    private Optional<Path> directory = Optional.empty();

    InitCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session =
                directory.isPresent() ? colama.session(directory.get()) : colama.session();
        Init.Result made = new Init(session.environment()).run();
        if (!session.record(made)) {
            session.done("made an empty repository in " + made.repository());
        }
        return 0;
    }
}
