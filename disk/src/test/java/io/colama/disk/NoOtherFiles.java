package io.colama.disk;

import io.colama.block.ImageException;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.RelatedFiles;
import java.util.List;
import java.util.Optional;

/** For images of bytes: whatever else they name is refused. */
public final class NoOtherFiles implements RelatedFiles {

    @Override
    public Optional<DiskImage> parent(List<String> names, Optional<String> formatName)
            throws ImageException {
        throw new ImageException.Refused("parent " + names);
    }

    @Override
    public Optional<DiskImage> parentLike(String what, Test test) throws ImageException {
        throw new ImageException.Refused("parent " + what);
    }

    @Override
    public Part part(String name) throws ImageException {
        throw new ImageException.Refused("part " + name);
    }
}
