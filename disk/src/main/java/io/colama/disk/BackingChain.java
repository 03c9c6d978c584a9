package io.colama.disk;

import io.colama.block.BlockSources;
import io.colama.block.FileKind;
import io.colama.block.ImageException;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.RelatedFiles;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The way from an image down to the images below it, and the rules of that way: only with
 * permission, only regular files inside the import root, no loop, no more than {@value #MAX_DEPTH}
 * files.
 *
 * <p>Names are hostile. A name is looked at as text first and then, with all links resolved, as a
 * file, and has to lie in the import root both times.
 */
final class BackingChain implements RelatedFiles {

    static final int MAX_DEPTH = 64;

    private final Path child;
    private final OpenOptions options;
    private final List<Path> above;

    private BackingChain(Path child, OpenOptions options, List<Path> above) {
        this.child = child;
        this.options = options;
        this.above = above;
    }

    /** The chain that starts at the image the user named. */
    static BackingChain of(Path image, OpenOptions options) {
        return new BackingChain(image, options, List.of());
    }

    @Override
    public Optional<DiskImage> parent(List<String> names, Optional<String> formatName)
            throws IOException {
        if (!permittedAtAll(Shown.text(names.getFirst()))) {
            return Optional.empty();
        }
        Optional<DiskFormat> format = known(formatName, names.getFirst());
        return Optional.of(openBelow(firstPresent(names), format));
    }

    @Override
    public Optional<DiskImage> parentLike(String what, Test test) throws IOException {
        if (!permittedAtAll(what)) {
            return Optional.empty();
        }
        Path found =
                ParentSearch.in(root(), directory(), child.toRealPath(), test)
                        .orElseThrow(() ->
                                new NoSuchFileException(
                                        child.toString(),
                                        null,
                                        "%s is not in its directory, nor in the import root"
                                                .formatted(what)));
        return Optional.of(openBelow(found, Optional.empty()));
    }

    @Override
    public Part part(String name) throws IOException {
        refuseProtocol(name);
        Path path = permitted(name);
        return new Part(path, BlockSources.file(path));
    }

    /** Whether parents are opened; when it is the user who did not permit it, that is said. */
    private boolean permittedAtAll(String what) throws ImageException {
        return switch (options.parents()) {
            case OPENED -> true;
            case LEFT_OUT -> false;
            case REFUSED ->
                    throw new ImageException.Refused(
                            "%s: needs the backing file %s; use --allow-backing to have it opened"
                                    .formatted(child, what));
        };
    }

    /** The first name of a file that is there; what is wrong with the first one if none is. */
    private Path firstPresent(List<String> names) throws IOException {
        IOException first = null;
        for (String name : names) {
            try {
                refuseProtocol(name);
                return permitted(name);
            } catch (NoSuchFileException | ImageException.Refused absent) {
                first = first == null ? absent : first;
            }
        }
        throw Objects.requireNonNull(first, "a parent without a name");
    }

    private DiskImage openBelow(Path parent, Optional<DiskFormat> format) throws IOException {
        List<Path> chain = new ArrayList<>(above);
        chain.add(child.toRealPath());
        if (chain.contains(parent)) {
            throw new ImageException.Damaged(
                    "%s: the backing file %s is an image above it, the chain loops"
                            .formatted(child, parent));
        }
        if (chain.size() >= MAX_DEPTH) {
            throw new ImageException.Damaged(
                    "%s: backing chain of more than %d files".formatted(child, MAX_DEPTH));
        }
        OpenOptions below =
                new OpenOptions(format, OpenOptions.Parents.OPENED, Optional.of(root()));
        return DiskImages.open(parent, below, new BackingChain(parent, below, chain));
    }

    private Optional<DiskFormat> known(Optional<String> formatName, String name)
            throws ImageException {
        if (formatName.isEmpty()) {
            return Optional.empty();
        }
        Optional<DiskFormat> format = DiskFormat.byName(formatName.get());
        if (format.isEmpty()) {
            throw new ImageException.Unsupported(
                    "%s: backing file %s of the format %s, which is not read"
                            .formatted(child, Shown.text(name), Shown.text(formatName.get())));
        }
        return format;
    }

    private void refuseProtocol(String name) throws ImageException {
        int colon = name.indexOf(':');
        int slash = name.indexOf('/');
        if (colon >= 0 && (slash < 0 || colon < slash)) {
            throw new ImageException.Refused(
                    "%s: names the file %s by a protocol; only files are opened: convert the chain into one image or rebase it on a file"
                            .formatted(child, Shown.text(name)));
        }
    }

    private Path root() throws IOException {
        return options.importRoot().isPresent()
                ? options.importRoot().get().toRealPath()
                : directory();
    }

    private Path directory() throws IOException {
        Path parent = child.toAbsolutePath().getParent();
        return (parent == null ? child.toAbsolutePath() : parent).toRealPath();
    }

    private Path permitted(String name) throws IOException {
        Path root = root();
        Path candidate;
        try {
            candidate = directory().resolve(name);
        } catch (InvalidPathException noPath) {
            throw new ImageException.Damaged(
                    "%s: %s is no file name".formatted(child, Shown.text(name)), noPath);
        }
        Path lexical = candidate.normalize();
        Path given = options.importRoot().orElse(root).toAbsolutePath().normalize();
        if (!lexical.startsWith(root) && !lexical.startsWith(given)) {
            throw outside(name, root);
        }
        Path real;
        try {
            real = candidate.toRealPath();
        } catch (NoSuchFileException missing) {
            throw new NoSuchFileException(
                    child.toString(),
                    null,
                    "the file " + Shown.text(name) + ", which it names, does not exist");
        }
        if (!real.startsWith(root)) {
            throw outside(name, root);
        }
        FileKind kind = FileKind.of(real);
        if (kind != FileKind.REGULAR) {
            throw new ImageException.Refused(
                    "%s: the file %s, which it names, is %s; only regular files are opened"
                            .formatted(child, Shown.text(name), kind.description()));
        }
        return real;
    }

    private ImageException.Refused outside(String name, Path root) {
        return new ImageException.Refused(
                "%s: the file %s, which it names, lies outside the import root %s; use --import-root to name a directory that holds both"
                        .formatted(child, Shown.text(name), root));
    }
}
