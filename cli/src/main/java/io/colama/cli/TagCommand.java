package io.colama.cli;

import io.colama.operations.Tag;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code colama tag}. */
@Command(
        name = "tag",
        description = "Give a revision of a machine a name.",
        footerHeading = "%nExamples:%n",
        footer = {"  colama tag web v1", "  colama tag web~2 before-upgrade"})
final class TagCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(index = "0", paramLabel = "MACHINE[@REF]", description = "The revision.")
    private String revision = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Its new name.")
    private String name = "";

    @Option(names = "--force", description = "Move the tag if it names another revision.")
    private boolean force;

    TagCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        Tag.Result made = colama.verbs().tag(revision, name, force);
        if (!session.record(made)) {
            Style style = session.style();
            session.done(
                    "%s is %s"
                            .formatted(
                                    style.name(made.machine() + "@" + made.tag()),
                                    style.id(made.revision())));
        }
        return 0;
    }
}
