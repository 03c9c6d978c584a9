package io.colama.revision.session;

import io.colama.revision.DescriptionFile;
import io.colama.store.StoreException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Properties;

/** The description of a session in its directory. Source: docs/formats/session.md. */
final class SessionFile {

    static final String NAME = "session.properties";

    private static final int MAX_BYTES = 1 << 16;

    private SessionFile() {}

    /** Writes the description into a new directory, durable but for its name. */
    static void write(Path directory, SessionInfo session) throws IOException {
        Properties fields = new Properties();
        fields.setProperty("machine", session.machine());
        fields.setProperty("base", session.base().hex());
        fields.setProperty("by", session.by());
        fields.setProperty("created", session.created().toString());
        StringWriter text = new StringWriter();
        fields.store(text, "a session of Colama");
        try (FileChannel file =
                FileChannel.open(
                        directory.resolve(NAME),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE)) {
            var bytes = StandardCharsets.UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
    }

    /** Reads the description in a directory. */
    static SessionInfo read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        DescriptionFile fields = DescriptionFile.read(file, MAX_BYTES, "a session");
        try {
            return new SessionInfo(
                    String.valueOf(directory.getFileName()),
                    fields.field("machine"),
                    fields.id("base"),
                    fields.field("by"),
                    Instant.parse(fields.field("created")));
        } catch (DateTimeException e) {
            throw new StoreException.Damaged(file + ": not the description of a session", e);
        }
    }
}
