package io.colama.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code colama admin audit export}. */
@Command(
        name = "export",
        description = "Print all events, the oldest first, one JSON document to a line.",
        footerHeading = "%nExamples:%n",
        footer = "  colama admin audit export --server https://colama.example.org > events.ndjson")
final class AdminAuditExportCommand implements Callable<Integer> {

    private final Colama colama;

    AdminAuditExportCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        session.out().flush();
        try (InputStream in = colama.client().open("/audit/export")) {
            in.transferTo(session.bytes());
        }
        session.bytes().flush();
        return 0;
    }
}
