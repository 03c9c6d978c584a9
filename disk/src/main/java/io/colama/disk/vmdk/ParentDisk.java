package io.colama.disk.vmdk;

import io.colama.block.BlockSource;
import io.colama.block.Closing;
import io.colama.block.ImageException;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.RelatedFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The disk below a delta, which has to have the content that the delta was made over. */
final class ParentDisk {

    private ParentDisk() {}

    /** What the descriptor calls the parent; empty for a disk that is whole. */
    static Optional<String> name(Descriptor descriptor) {
        return descriptor
                .parentCid()
                .map(cid -> descriptor.parentHint().orElse("the disk with the CID " + cid));
    }

    /** Opens the parent that a descriptor names, if it names one and that is to be opened. */
    static Optional<DiskImage> open(Descriptor descriptor, RelatedFiles related, String name)
            throws IOException {
        if (descriptor.parentCid().isEmpty()) {
            return Optional.empty();
        }
        String cid = descriptor.parentCid().get();
        List<String> names = descriptor.parentNames();
        Optional<DiskImage> parent =
                names.isEmpty()
                        ? related.parentLike("the disk with the CID " + cid, file -> has(file, cid))
                        : related.parent(names, Optional.of(DiskFormat.VMDK.formatName()));
        if (parent.isPresent() && !parent.get().identity().equals(descriptor.parentCid())) {
            ImageException.Damaged other =
                    new ImageException.Damaged(
                            "%s: the parent %s with the CID %s found, %s expected: it was changed after this delta was made"
                                    .formatted(
                                            name,
                                            parent.get().files().getFirst(),
                                            parent.get().identity().orElse("(none)"),
                                            cid));
            Closing.after(other, parent.get());
            throw other;
        }
        return parent;
    }

    private static boolean has(BlockSource file, String cid) throws IOException {
        try {
            Optional<SparseFile.Kind> kind = SparseFile.Kind.of(file);
            Optional<Descriptor> descriptor = Optional.empty();
            if (kind.equals(Optional.of(SparseFile.Kind.HOSTED))) {
                descriptor = HostedSparse.descriptor(file, "");
            } else if (kind.isEmpty() && DescriptorText.startsIn(file)) {
                descriptor = Optional.of(Descriptor.read(file, 0, file.size(), ""));
            }
            return descriptor.flatMap(Descriptor::cid).equals(Optional.of(cid));
        } catch (ImageException other) {
            return false;
        }
    }
}
