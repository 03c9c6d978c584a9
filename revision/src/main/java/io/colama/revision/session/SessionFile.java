package io.colama.revision.session;

import io.colama.store.Hash;
import io.colama.store.StoreException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
        Properties fields = new Properties();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new StoreException.Damaged(
                        file + ": larger than the description of a session can be");
            }
            try (Reader in = Files.newBufferedReader(file)) {
                fields.load(in);
            }
            return new SessionInfo(
                    String.valueOf(directory.getFileName()),
                    field(file, fields, "machine"),
                    Hash.parse(field(file, fields, "base")),
                    field(file, fields, "by"),
                    Instant.parse(field(file, fields, "created")));
        } catch (IllegalArgumentException | DateTimeException | CharacterCodingException e) {
            throw new StoreException.Damaged(file + ": not the description of a session", e);
        }
    }

    private static String field(Path file, Properties fields, String key)
            throws StoreException.Damaged {
        String value = fields.getProperty(key);
        if (value == null) {
            throw new StoreException.Damaged(file + ": the field " + key + " is missing");
        }
        return value;
    }
}
