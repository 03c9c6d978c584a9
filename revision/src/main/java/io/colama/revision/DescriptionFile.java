package io.colama.revision;

import io.colama.store.Hash;
import io.colama.store.StoreException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A small file of fields that says what a directory is: Java properties in UTF-8, read with care
 * because others may have written it.
 */
public final class DescriptionFile {

    private final Path file;
    private final Properties fields;

    private DescriptionFile(Path file, Properties fields) {
        this.file = file;
        this.fields = fields;
    }

    /**
     * Reads the file.
     *
     * @param maxBytes how long it can be
     * @param what it describes, for messages: {@code a session}
     * @throws java.nio.file.NoSuchFileException when it is not there
     * @throws StoreException.Damaged when it is something else
     */
    public static DescriptionFile read(Path file, long maxBytes, String what) throws IOException {
        if (Files.size(file) > maxBytes) {
            throw new StoreException.Damaged(
                    "%s: larger than %s's description can be".formatted(file, what));
        }
        Properties fields = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            fields.load(in);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new StoreException.Damaged(file + ": not the description of " + what, e);
        }
        return new DescriptionFile(file, fields);
    }

    /** Whether a field is there. */
    public boolean has(String key) {
        return fields.containsKey(key);
    }

    /** The text of a field, which has to be there. */
    public String field(String key) throws StoreException.Damaged {
        String value = fields.getProperty(key);
        if (value == null) {
            throw new StoreException.Damaged(file + ": the field " + key + " is missing");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new StoreException.Damaged(file + ": the field " + key + " is not text");
        }
        return value;
    }

    /** The id in a field, which has to be there. */
    public Hash id(String key) throws StoreException.Damaged {
        try {
            return Hash.parse(field(key));
        } catch (IllegalArgumentException e) {
            throw new StoreException.Damaged(file + ": the field " + key + " is not an id", e);
        }
    }
}
