package io.colama.server.upload;

import io.colama.disk.image.DiskFormat;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.store.AppendLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A check-in as somebody wants it.
 *
 * @param format of the first file, if it is not to be found out; a name that ends with {@code .raw}
 *     says raw
 * @param files the first is what is checked in: an image, or a definition whose disks are among the
 *     others
 */
public record NewCheckIn(
        String machine,
        String message,
        String title,
        List<String> tags,
        Optional<String> format,
        List<Announced> files) {

    private static final int MOST_FILES = 64;
    private static final int MOST_TAGS = 16;
    private static final int MOST_NAME_BYTES = 255;
    private static final int MOST_TEXT = 10_000;
    private static final long MOST_BYTES = 16L << 40;

    /** A file that is going to come. */
    public record Announced(String name, long bytes) {}

    /** Copies the lists. */
    public NewCheckIn {
        tags = List.copyOf(tags);
        files = List.copyOf(files);
    }

    /**
     * Refuses what cannot be.
     *
     * @throws OperationException when a name or length cannot be one
     */
    void check() throws OperationException {
        checkName(machine);
        if (tags.size() > MOST_TAGS || new HashSet<>(tags).size() < tags.size()) {
            throw refused("a revision gets at most %d tags, each once".formatted(MOST_TAGS));
        }
        for (String tag : tags) {
            checkName(tag);
        }
        if (format.isPresent() && DiskFormat.byName(format.get()).isEmpty()) {
            throw refused("there is no format of this name");
        }
        if (title.length() > MOST_TEXT || message.length() > MOST_TEXT) {
            throw refused("a message has at most %d characters".formatted(MOST_TEXT));
        }
        if ((title + message).indexOf('\0') >= 0) {
            throw refused("a message has no zero characters");
        }
        if (files.isEmpty() || files.size() > MOST_FILES) {
            throw refused("a check-in has 1 to %d files".formatted(MOST_FILES));
        }
        Set<String> seen = new HashSet<>();
        for (Announced file : files) {
            checkFile(file);
            String folded =
                    Normalizer.normalize(file.name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
            if (!seen.add(folded)) {
                throw refused("two files have one name");
            }
        }
        if (files.getFirst().bytes == 0) {
            throw refused("the first file is empty");
        }
    }

    private static void checkName(String name) throws OperationException {
        if (!AppendLog.isName(name)) {
            throw refused(
                    "a name of a machine or tag has letters, digits and . _ -, at most 128, and begins with a letter or digit");
        }
    }

    private static void checkFile(Announced file) throws OperationException {
        boolean plain =
                !file.name.isEmpty()
                        && file.name.getBytes(StandardCharsets.UTF_8).length <= MOST_NAME_BYTES
                        && file.name
                                .chars()
                                .noneMatch(one ->
                                        one == '/' || one == '\\' || Character.isISOControl(one))
                        && !file.name.chars().allMatch(one -> one == '.')
                        && isPath(file.name);
        if (!plain) {
            throw refused(
                    "a file's name has 1 to %d bytes, no separators, no control characters and not dots alone"
                            .formatted(MOST_NAME_BYTES));
        }
        if (file.bytes < 0 || file.bytes > MOST_BYTES) {
            throw refused("a file has 0 to %d bytes".formatted(MOST_BYTES));
        }
    }

    /** Whether the system this runs on can have a file of this name. */
    private static boolean isPath(String name) {
        try {
            return String.valueOf(Path.of(name).getFileName()).equals(name);
        } catch (InvalidPathException none) {
            return false;
        }
    }

    private static OperationException refused(String why) {
        return new OperationException(Failure.USAGE, why);
    }

    /** The bytes of all files. */
    long bytes() {
        return files.stream().mapToLong(Announced::bytes).sum();
    }

    /** The format of the first file as its sender says; empty when he says nothing. */
    String declared() {
        return format.orElseGet(() ->
                files.getFirst().name.toLowerCase(Locale.ROOT).endsWith(".raw")
                        ? DiskFormat.RAW.formatName()
                        : "");
    }

    List<StoredCheckIn.StoredFile> stored() {
        List<StoredCheckIn.StoredFile> all = new ArrayList<>();
        for (Announced file : files) {
            all.add(new StoredCheckIn.StoredFile(all.size(), file.name, file.bytes, 0));
        }
        return all;
    }
}
