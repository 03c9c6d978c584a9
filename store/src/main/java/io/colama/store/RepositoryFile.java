package io.colama.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a repository says about itself, in {@code colama.json} and, because nothing else could tell,
 * in {@code colama.copy.json}.
 *
 * @param id tells repositories apart
 * @param created when it was made
 */
public record RepositoryFile(UUID id, Instant created) {

    static final String NAME = "colama.json";
    static final String COPY = "colama.copy.json";
    private static final int VERSION = 1;
    private static final String CHECKSUM = "  \"checksum\": ";
    private static final int MAX_BYTES = 4096;

    private static final Pattern FORM =
            Pattern.compile(
                    """
                    \\{
                      "format": "colama",
                      "version": (\\d{1,6}),
                      "id": "([0-9a-f-]{36})",
                      "created": "([0-9TZ:.-]{1,40})",
                      "blockBytes": (\\d{1,9}),
                      "segmentBlocks": (\\d{1,9}),
                      "packSegments": (\\d{1,9}),
                      "sampleBits": (\\d{1,9}),
                      "codec": "(\\w{1,20})",
                      "checksum": "([0-9a-f]{8})"
                    }
                    """);

    String render() {
        String body =
                """
                {
                  "format": "colama",
                  "version": %d,
                  "id": "%s",
                  "created": "%s",
                  "blockBytes": %d,
                  "segmentBlocks": %d,
                  "packSegments": %d,
                  "sampleBits": %d,
                  "codec": "zstd",
                """
                        .formatted(
                                VERSION,
                                id,
                                created,
                                Geometry.BLOCK,
                                Geometry.SEGMENT_BLOCKS,
                                Geometry.PACK_SEGMENTS,
                                Geometry.SAMPLE_BITS);
        return body + CHECKSUM + "\"" + checksum(body) + "\"\n}\n";
    }

    private static String checksum(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return "%08x".formatted(Bytes.crc32c(bytes, 0, bytes.length));
    }

    static RepositoryFile parse(String name, String text) throws StoreException {
        Matcher fields = FORM.matcher(text);
        if (!fields.matches()
                || !checksum(text.substring(0, text.indexOf(CHECKSUM))).equals(fields.group(9))) {
            throw new StoreException.Damaged(name + ": not the description of a repository");
        }
        int version = Integer.parseInt(fields.group(1));
        if (version > VERSION) {
            throw new StoreException.NotARepository(
                    "%s: format version %d found, this program reads version %d: use a newer colama"
                            .formatted(name, version, VERSION));
        }
        try {
            RepositoryFile file =
                    new RepositoryFile(
                            UUID.fromString(fields.group(2)), Instant.parse(fields.group(3)));
            if (file.render().equals(text)) {
                return file;
            }
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new StoreException.Damaged(name + ": not the description of a repository", e);
        }
        throw new StoreException.Damaged(
                name + ": the checksum or a parameter is not what this version writes");
    }

    /**
     * The first file decides who makes the repository; the copy follows, so it never stands for
     * another repository.
     */
    static void create(Backend backend, RepositoryFile file) throws IOException {
        if (backend.exists(NAME) || backend.exists(COPY)) {
            throw exists(backend);
        }
        try (Backend.Output output = backend.create()) {
            output.write(ByteBuffer.wrap(file.render().getBytes(StandardCharsets.UTF_8)));
            if (!output.publishIfAbsent(NAME)) {
                throw exists(backend);
            }
        }
        file.write(backend, COPY);
    }

    private static StoreException.Exists exists(Backend backend) {
        return new StoreException.Exists("a repository is in " + backend.location() + " already");
    }

    /** Reads the description, from the copy where the first file is damaged or gone. */
    static RepositoryFile read(Backend backend) throws IOException {
        try {
            return read(backend, NAME);
        } catch (StoreException.Damaged | NoSuchFileException damage) {
            try {
                return read(backend, COPY);
            } catch (NoSuchFileException e) {
                throw damage instanceof StoreException.Damaged ? damage : none(backend);
            } catch (IOException e) {
                damage.addSuppressed(e);
                throw damage instanceof StoreException.Damaged ? damage : e;
            }
        }
    }

    private static StoreException.NotARepository none(Backend backend) {
        return new StoreException.NotARepository(
                "there is no repository in %s: make one with 'colama init'"
                        .formatted(backend.location()));
    }

    private static RepositoryFile read(Backend backend, String name) throws IOException {
        return parse(name, new String(backend.readAll(name, MAX_BYTES), StandardCharsets.UTF_8));
    }

    /** What is wrong with one of the two files, which must say this. */
    Optional<String> check(Backend backend, String name) throws IOException {
        try {
            return read(backend, name).equals(this)
                    ? Optional.empty()
                    : Optional.of(name + ": it describes another repository than the other file");
        } catch (StoreException e) {
            return Optional.of(e.getMessage());
        } catch (NoSuchFileException e) {
            return Optional.of(name + ": the file is gone");
        }
    }

    /** Writes both files anew. */
    void rewrite(Backend backend) throws IOException {
        write(backend, COPY);
        write(backend, NAME);
    }

    private void write(Backend backend, String name) throws IOException {
        try (Backend.Output output = backend.create()) {
            output.write(ByteBuffer.wrap(render().getBytes(StandardCharsets.UTF_8)));
            output.publish(name);
        }
    }
}
