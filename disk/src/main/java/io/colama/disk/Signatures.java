package io.colama.disk;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.disk.image.DiskFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tells formats by their signatures; what carries none is raw.
 *
 * <p>Formats that are not read are known too, so that their containers are never taken for the
 * bytes of a disk.
 */
final class Signatures {

    /** Where a signature lies: from the start of the file, or from its end when negative. */
    private record Signature(String name, long at, String bytes) {}

    private static final String QCOW = "QFI\u00fb";

    private static final List<Signature> FOREIGN =
            List.of(
                    new Signature("VMDK", 0, "KDMV"),
                    new Signature("VMDK (ESX sparse)", 0, "COWD"),
                    new Signature("VMDK (seSparse)", 0, "\u00be\u00ba\u00fe\u00ca\0\0\0\0"),
                    new Signature("VMDK descriptor", 0, "# Disk DescriptorFile"),
                    new Signature("VDI", 0x40, "\u007f\u0010\u00da\u00be"),
                    new Signature("VHDX", 0, "vhdxfile"),
                    new Signature("VHD", 0, "conectix"),
                    new Signature("VHD", -512, "conectix"),
                    new Signature("VHD", -511, "conectix"),
                    new Signature("QED", 0, "QED\0"),
                    new Signature("Parallels", 0, "WithoutFreeSpace"),
                    new Signature("Parallels", 0, "WithouFreSpacExt"),
                    new Signature("Apple disk image", -512, "koly"),
                    new Signature("gzip", 0, "\u001f\u008b\u0008"),
                    new Signature("xz", 0, "\u00fd7zXZ\0"),
                    new Signature("Zstandard", 0, "(\u00b5/\u00fd"));

    private Signatures() {}

    /**
     * The format of what {@code file} holds.
     *
     * @param name what the file is called in messages
     * @throws ImageException.Unsupported when it is known and not read
     */
    static DiskFormat probe(BlockSource file, String name) throws IOException {
        if (stands(file, 0, QCOW)) {
            if (stands(file, 4, "\0\0\0\u0001")) {
                throw new ImageException.Unsupported(
                        name + ": is a qcow image of version 1, versions 2 and 3 are read");
            }
            return DiskFormat.QCOW2;
        }
        for (Signature signature : FOREIGN) {
            if (stands(file, signature.at, signature.bytes)) {
                throw new ImageException.Unsupported(
                        "%s: looks like %s, which is not read; name the format raw to take its bytes as they are"
                                .formatted(name, signature.name));
            }
        }
        return DiskFormat.RAW;
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
