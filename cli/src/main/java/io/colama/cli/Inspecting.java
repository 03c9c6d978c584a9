package io.colama.cli;

import io.colama.operations.Failure;
import io.colama.operations.Inspect;
import java.io.IOException;
import java.util.List;

/** What follows a check-in. */
final class Inspecting {

    private Inspecting() {}

    /** Looks into a new revision; it is safely stored whatever comes of this. */
    static void newRevision(Session session, String revision) {
        try {
            Inspect.Request request = new Inspect.Request(revision, false, false);
            Inspect.Result found =
                    session.run(task -> new Inspect(session.environment()).run(request, task));
            List<String> systems =
                    found.inspection().systems().stream().map(InspectCommand::title).toList();
            if (!session.json() && !systems.isEmpty()) {
                session.done("found in it: " + Style.harmless(String.join("; ", systems)));
            }
        } catch (IOException failure) {
            session.warn(
                    "the revision is stored and was not inspected: " + Failure.message(failure));
        }
    }
}
