package io.colama.disk;

import io.colama.block.ImageException;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.RelatedFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way from an image down to the images below it, and the rules of that way: only with
 * permission, only regular files inside the import root, no loop, no more than {@value #MAX_DEPTH}
 * files.
 *
 * <p>The rules for names are those of {@link ImportRoot}.
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
        return Optional.of(openBelow(root().firstFile(names), format));
    }

    @Override
    public Optional<DiskImage> parentLike(String what, Test test) throws IOException {
        if (!permittedAtAll(what)) {
            return Optional.empty();
        }
        Path found =
                ParentSearch.in(
                                root().path(),
                                root().directory(),
                                child.toRealPath(),
                                options.files(),
                                test)
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
        Path path = root().file(name);
        return new Part(path, options.files().open(path));
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
                new OpenOptions(
                        format,
                        OpenOptions.Parents.OPENED,
                        Optional.of(root().path()),
                        options.files());
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

    private ImportRoot root() throws IOException {
        return ImportRoot.of(child, options.importRoot());
    }
}
