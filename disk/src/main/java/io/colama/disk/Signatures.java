package io.colama.disk;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.Likeness;
import io.colama.disk.packed.Packing;
import io.colama.disk.parallels.ParallelsImage;
import io.colama.disk.qcow1.QcowImage;
import io.colama.disk.qcow2.Qcow2Image;
import io.colama.disk.vdi.VdiImage;
import io.colama.disk.vhd.VhdImage;
import io.colama.disk.vhdx.VhdxImage;
import io.colama.disk.vmdk.VmdkImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Tells formats by their signatures and a few fields more; what carries no signature is raw.
 *
 * <p>Formats that are not read are known too, so that their containers are never taken for the
 * bytes of a disk.
 */
final class Signatures {

    /** The formats that are read, those first whose signature is the least likely by chance. */
    private static final List<Known> KNOWN =
            List.of(
                    new Known(DiskFormat.QCOW2, Qcow2Image::likeness),
                    new Known(DiskFormat.PARALLELS, ParallelsImage::likeness),
                    new Known(DiskFormat.QCOW, QcowImage::likeness),
                    new Known(DiskFormat.VDI, VdiImage::likeness),
                    new Known(DiskFormat.VHDX, VhdxImage::likeness),
                    new Known(DiskFormat.VMDK, VmdkImage::likeness),
                    new Known(DiskFormat.VHD, VhdImage::likeness));

    private static final List<Foreign> FOREIGN =
            List.of(new Foreign("QED", 0, "QED\0"), new Foreign("Apple disk image", -512, "koly"));

    /** What is only looked for inside a compressed file, where it is common. */
    private static final Foreign ARCHIVE = new Foreign("a tar archive", 257, "ustar");

    private Signatures() {}

    /** A format that is read and how it is told. */
    private record Known(DiskFormat format, Recogniser recogniser) {}

    /** Looks at a file without believing anything in it. */
    @FunctionalInterface
    private interface Recogniser {
        Likeness of(BlockSource file) throws IOException;
    }

    /** A format that is not read: its signature from the start of the file, or from its end. */
    private record Foreign(String name, long at, String bytes) {}

    /**
     * The format of what {@code file} holds: the first that it is certainly of, else the first
     * whose signature stands there, else raw.
     *
     * @param name what the file is called in messages
     * @throws ImageException.Unsupported when it is known and not read
     */
    static DiskFormat probe(BlockSource file, String name) throws IOException {
        Optional<DiskFormat> known = known(file);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<String> foreign = foreign(file);
        if (foreign.isPresent()) {
            throw new ImageException.Unsupported(
                    "%s: looks like %s, which is not read; name the format raw to take its bytes as they are"
                            .formatted(name, foreign.get()));
        }
        Optional<Packing> packing = packing(file);
        return packing.isPresent() ? packing.get().format() : DiskFormat.RAW;
    }

    /**
     * What stands at the start of a compressed file's content, if it is not the start of a raw
     * image.
     */
    static Optional<String> inside(BlockSource start) throws IOException {
        Optional<DiskFormat> known = known(start);
        if (known.isPresent()) {
            return Optional.of("an image of the format " + known.get().formatName());
        }
        Optional<Packing> packing = packing(start);
        if (packing.isPresent()) {
            return Optional.of("a " + packing.get().title() + " file");
        }
        if (stands(start, ARCHIVE.at, ARCHIVE.bytes)) {
            return Optional.of(ARCHIVE.name);
        }
        return foreign(start).map(foreign -> "an image of the format " + foreign);
    }

    private static Optional<DiskFormat> known(BlockSource file) throws IOException {
        Optional<DiskFormat> perhaps = Optional.empty();
        for (Known known : KNOWN) {
            Likeness likeness = known.recogniser.of(file);
            if (likeness == Likeness.YES) {
                return Optional.of(known.format);
            }
            if (likeness == Likeness.MAYBE && perhaps.isEmpty()) {
                perhaps = Optional.of(known.format);
            }
        }
        return perhaps;
    }

    private static Optional<String> foreign(BlockSource file) throws IOException {
        for (Foreign foreign : FOREIGN) {
            if (stands(file, foreign.at, foreign.bytes)) {
                return Optional.of(foreign.name);
            }
        }
        return Optional.empty();
    }

    /** How the file is compressed. Asked last: a format may start with a compressed piece. */
    private static Optional<Packing> packing(BlockSource file) throws IOException {
        for (Packing packing : Packing.values()) {
            if (packing.likeness(file) == Likeness.YES) {
                return Optional.of(packing);
            }
        }
        return Optional.empty();
    }

    private static boolean stands(BlockSource file, long place, String signature)
            throws IOException {
        long at = place < 0 ? file.size() + place : place;
        if (at < 0 || at > file.size() - signature.length()) {
            return false;
        }
        ByteBuffer found = ByteBuffer.allocate(signature.length());
        file.read(at, found);
        return new String(found.array(), StandardCharsets.ISO_8859_1).equals(signature);
    }
}
