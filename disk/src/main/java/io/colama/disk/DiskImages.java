package io.colama.disk;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Closing;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.OpenWatch;
import io.colama.disk.image.RelatedFiles;
import io.colama.disk.packed.PackedImage;
import io.colama.disk.packed.Packing;
import io.colama.disk.parallels.ParallelsImage;
import io.colama.disk.qcow1.QcowImage;
import io.colama.disk.qcow2.Qcow2Image;
import io.colama.disk.raw.RawImage;
import io.colama.disk.vdi.VdiImage;
import io.colama.disk.vhd.VhdImage;
import io.colama.disk.vhdx.VhdxImage;
import io.colama.disk.vmdk.VmdkImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens disk images. */
public final class DiskImages {

    private DiskImages() {}

    /**
     * Opens the image at {@code path}, a regular file or block device; symbolic links are followed.
     * The caller closes it.
     *
     * @throws java.nio.file.NoSuchFileException when there is nothing
     * @throws io.colama.block.ImageException.NotThisFormat when a format was named and it is
     *     another
     * @throws io.colama.block.ImageException.Damaged when the image breaks the rules of its format
     * @throws io.colama.block.ImageException.Unsupported when it is sound and uses what is not read
     * @throws io.colama.block.ImageException.Refused when it names a file that is not permitted
     */
    public static DiskImage open(Path path, OpenOptions options) throws IOException {
        return open(path, options, OpenWatch.NONE);
    }

    /** The same, watched where it may take long. */
    public static DiskImage open(Path path, OpenOptions options, OpenWatch watch)
            throws IOException {
        return open(
                options.files().open(path),
                path,
                options.format(),
                BackingChain.of(path, options),
                watch);
    }

    /**
     * The format of the image at {@code path}, by its signature; raw only where no other is known.
     *
     * @throws io.colama.block.ImageException.Unsupported when the signature is of a format that is
     *     not read
     */
    public static DiskFormat probe(Path path) throws IOException {
        try (BlockSource file = BlockSources.file(path)) {
            return Signatures.probe(file, path.toString());
        }
    }

    /**
     * Opens the image whose bytes are those of {@code file}, a member of an archive for example. It
     * may name no other file. The image closes {@code file}, and so does a failure.
     *
     * @param name what it is called; need not exist
     * @throws io.colama.block.ImageException.Refused when it names another file
     */
    public static DiskImage open(BlockSource file, Path name, Optional<DiskFormat> format)
            throws IOException {
        return open(file, name, format, new Alone(name), OpenWatch.NONE);
    }

    static DiskImage open(Path path, OpenOptions options, RelatedFiles related) throws IOException {
        return open(options.files().open(path), path, options.format(), related, OpenWatch.NONE);
    }

    private static DiskImage open(
            BlockSource file,
            Path path,
            Optional<DiskFormat> known,
            RelatedFiles related,
            OpenWatch watch)
            throws IOException {
        try {
            DiskFormat format =
                    known.isPresent() ? known.get() : Signatures.probe(file, path.toString());
            return switch (format) {
                case RAW -> RawImage.of(file, path);
                case QCOW2 -> Qcow2Image.open(file, path, related);
                case VDI -> VdiImage.open(file, path, related);
                case VHD -> VhdImage.open(file, path, related);
                case VHDX -> VhdxImage.open(file, path, related);
                case VMDK -> VmdkImage.open(file, path, related);
                case QCOW -> QcowImage.open(file, path, related);
                case PARALLELS -> ParallelsImage.open(file, path, related);
                case GZIP -> packed(file, path, Packing.GZIP, watch);
                case XZ -> packed(file, path, Packing.XZ, watch);
                case ZSTD -> packed(file, path, Packing.ZSTD, watch);
                case BZIP2 -> packed(file, path, Packing.BZIP2, watch);
            };
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, file);
            throw failure;
        }
    }

    private static DiskImage packed(BlockSource file, Path path, Packing packing, OpenWatch watch)
            throws IOException {
        return PackedImage.open(file, path, packing, Signatures::inside, watch);
    }
}
