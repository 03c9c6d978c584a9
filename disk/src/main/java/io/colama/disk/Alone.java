package io.colama.disk;

import io.colama.block.ImageException;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.RelatedFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** For an image inside another file or on a server: whatever else it names is refused. */
record Alone(Path name) implements RelatedFiles {

    @Override
    public Optional<DiskImage> parent(List<String> names, Optional<String> formatName)
            throws ImageException {
        throw refused(Shown.text(names.getFirst()));
    }

    @Override
    public Optional<DiskImage> parentLike(String what, Test test) throws ImageException {
        throw refused(what);
    }

    @Override
    public Part part(String part) throws ImageException {
        throw refused(Shown.text(part));
    }

    private ImageException.Refused refused(String what) {
        return new ImageException.Refused(
                "%s: names another file, %s, which is not opened for an image inside an archive or on a server"
                        .formatted(name, what));
    }
}
