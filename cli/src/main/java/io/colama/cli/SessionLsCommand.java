package io.colama.cli;

import io.colama.operations.live.ListSessions;
import io.colama.operations.live.SessionView;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code colama session ls}. */
@Command(
        name = "ls",
        description = "List the sessions.",
        footerHeading = "%nExamples:%n",
        footer = {"  colama session ls", "  colama session ls --json"})
final class SessionLsCommand implements Callable<Integer> {

    private static final int SHORT_ID = 10;

    private final Colama colama;

    SessionLsCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.session();
        ListSessions.Result result = new ListSessions(session.environment()).run();
        Style style = session.style();
        Table table = new Table("lllrl");
        for (SessionView one : result.sessions()) {
            if (!session.record(one)) {
                table.row(
                        style.name(one.name()),
                        style.name(one.machine())
                                + "@"
                                + style.id(one.base().substring(0, SHORT_ID)),
                        LocalTime.of(one.created()),
                        Sizes.of(one.bytes()),
                        one.inUse() ? "in use" : "");
            }
        }
        table.lines().forEach(session.out()::println);
        result.damaged().forEach(session::warn);
        return 0;
    }
}
