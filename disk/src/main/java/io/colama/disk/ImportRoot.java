package io.colama.disk;

import io.colama.block.FileKind;
import io.colama.block.ImageException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The directory in which files must lie that another file names, and the rules for such names: only
 * regular files, no protocols, no way out by {@code ..} or links.
 *
 * <p>Names are hostile. A name is looked at as text first and then, with all links resolved, as a
 * file, and has to lie in the import root both times.
 */
public final class ImportRoot {

    private final Path owner;
    private final Path directory;
    private final Path root;
    private final Path given;

    private ImportRoot(Path owner, Path directory, Path root, Path given) {
        this.owner = owner;
        this.directory = directory;
        this.root = root;
        this.given = given;
    }

    /**
     * The import root of the files that {@code owner} names, relative names being meant from its
     * own directory.
     *
     * @param chosen the root, where the user chose one; the directory of {@code owner} otherwise
     */
    public static ImportRoot of(Path owner, Optional<Path> chosen) throws IOException {
        Path absolute = owner.toAbsolutePath();
        Path parent = absolute.getParent();
        Path directory = (parent == null ? absolute : parent).toRealPath();
        Path root = chosen.isPresent() ? chosen.get().toRealPath() : directory;
        return new ImportRoot(
                owner, directory, root, chosen.orElse(root).toAbsolutePath().normalize());
    }

    /** The root itself, all links resolved. */
    public Path path() {
        return root;
    }

    /** The directory of the file that names others, all links resolved. */
    Path directory() {
        return directory;
    }

    /**
     * The file that {@code name} names, all links resolved.
     *
     * @throws ImageException.Refused when it lies outside, is no regular file, or is named by a
     *     protocol
     * @throws ImageException.Damaged when it is no name of a file
     * @throws NoSuchFileException when there is none
     */
    public Path file(String name) throws IOException {
        refuseProtocol(name);
        Path candidate;
        try {
            candidate = directory.resolve(name);
        } catch (InvalidPathException noPath) {
            throw new ImageException.Damaged(
                    "%s: %s is no file name".formatted(owner, Shown.text(name)), noPath);
        }
        Path lexical = candidate.normalize();
        if (!lexical.startsWith(root) && !lexical.startsWith(given)) {
            throw outside(name);
        }
        Path real;
        try {
            real = candidate.toRealPath();
        } catch (NoSuchFileException missing) {
            throw new NoSuchFileException(
                    owner.toString(),
                    null,
                    "the file " + Shown.text(name) + ", which it names, does not exist");
        }
        if (!real.startsWith(root)) {
            throw outside(name);
        }
        FileKind kind = FileKind.of(real);
        if (kind != FileKind.REGULAR) {
            throw new ImageException.Refused(
                    "%s: the file %s, which it names, is %s; only regular files are opened"
                            .formatted(owner, Shown.text(name), kind.description()));
        }
        return real;
    }

    /**
     * The file of the first of several names that is there and permitted.
     *
     * @param names at least one, best first; the failure of the first is thrown when all fail
     */
    public Path firstFile(List<String> names) throws IOException {
        IOException first = null;
        for (String name : names) {
            try {
                return file(name);
            } catch (NoSuchFileException | ImageException.Refused absent) {
                first = first == null ? absent : first;
            }
        }
        throw Objects.requireNonNull(first, "a file without a name");
    }

    private void refuseProtocol(String name) throws ImageException {
        int colon = name.indexOf(':');
        int slash = name.indexOf('/');
        if (colon >= 0 && (slash < 0 || colon < slash)) {
            throw new ImageException.Refused(
                    "%s: names the file %s by a protocol; only files are opened: convert the chain into one image or rebase it on a file"
                            .formatted(owner, Shown.text(name)));
        }
    }

    private ImageException.Refused outside(String name) {
        return new ImageException.Refused(
                "%s: the file %s, which it names, lies outside the import root %s; use --import-root to name a directory that holds both"
                        .formatted(owner, Shown.text(name), root));
    }
}
