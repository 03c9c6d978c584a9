package io.colama.cli;

import io.colama.operations.live.CheckInSession;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code colama session checkin}. */
@Command(
        name = "checkin",
        description = {
            "Make what a session has become the next revision of its machine.",
            "Only what was written is read. The session is gone afterwards."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama session checkin web-1 -m \"patched\" --tag v2",
            "  colama session checkin web-1 --to web-test    # a machine of its own"
        })
final class SessionCheckInCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(index = "0", paramLabel = "SESSION", description = "The session.")
    private String name = "";

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "Why.")
    private String message = "";

    @Option(names = "--tag", paramLabel = "NAME", description = "A name for the revision.")
    private Optional<String> tag = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "MACHINE",
            description =
                    "Begin a new machine with it, instead of going on with the one it is from.")
    private Optional<String> machine = Optional.empty();

    @Option(names = "--keep", description = "Leave the session as it is.")
    private boolean keep;

    @Option(
            names = "--no-inspect",
            description = "Do not look into the machine now; 'colama inspect' does it later.")
    private boolean noInspect;

    SessionCheckInCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.session();
        checkIn(session, new CheckInSession.Request(name, message, tag, machine, keep), !noInspect);
        return 0;
    }

    /** Checks in and says so. */
    static void checkIn(Session session, CheckInSession.Request request, boolean inspect)
            throws IOException {
        CheckInSession.Result made =
                session.run(task -> new CheckInSession(session.environment()).run(request, task));
        if (!session.record(made)) {
            Style style = session.style();
            session.done(
                    "checked in %s: %s written, %s new, %s added to the repository, %s"
                            .formatted(
                                    style.name(made.machine()) + "@" + style.id(made.revision()),
                                    Sizes.of(made.bytesWritten()),
                                    Sizes.of(made.bytesNew()),
                                    Sizes.of(made.bytesStored()),
                                    Sizes.seconds(made.seconds())));
        }
        if (inspect) {
            Inspecting.newRevision(session, made.revision());
        }
    }
}
