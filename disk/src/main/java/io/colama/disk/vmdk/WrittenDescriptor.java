package io.colama.disk.vmdk;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The text of the descriptor that stands in an extent that is written. */
final class WrittenDescriptor {

    /** Two numbers mean that there is no parent, or that it is not known: no CID is one of them. */
    private static final long CID_MASK = 0xffff_fffdL;

    private static final int LONGEST_NAME = 255;
    private static final long GIB_SECTORS = (1L << 30) / SparseHeader.SECTOR;

    private WrittenDescriptor() {}

    /**
     * The descriptor of a disk in one sparse extent.
     *
     * @param fileName of the extent; characters that a descriptor cannot hold are replaced
     * @param checksum of the content or of whatever else tells this disk from others; the CID
     *     follows from it
     */
    static byte[] of(
            String createType, String access, long sectors, String fileName, long checksum) {
        long cid = checksum & CID_MASK;
        Geometry geometry = Geometry.of(sectors);
        return """
        # Disk DescriptorFile
        version=1
        encoding="UTF-8"
        CID=%08x
        parentCID=ffffffff
        createType="%s"

        # Extent description
        %s %d SPARSE "%s"

        # The Disk Data Base
        #DDB

        ddb.adapterType = "lsilogic"
        ddb.geometry.cylinders = "%d"
        ddb.geometry.heads = "%d"
        ddb.geometry.sectors = "%d"
        ddb.longContentID = "%s"
        ddb.toolsVersion = "2147483647"
        ddb.virtualHWVersion = "4"
        """
                .formatted(
                        cid,
                        createType,
                        access,
                        sectors,
                        shown(fileName),
                        geometry.cylinders,
                        geometry.heads,
                        geometry.sectors,
                        longContentId(sectors, cid))
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The number of a disk of which nothing but its size is known when the descriptor is written.
     */
    static long checksumOf(long sectors) {
        return checksum("disk of " + sectors + " sectors");
    }

    private static long checksum(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    /** 128 bits, the last 32 of which are the CID. */
    private static String longContentId(long sectors, long cid) {
        StringBuilder digits = new StringBuilder();
        for (int part = 0; part < 3; part++) {
            digits.append("%08x".formatted(checksum("%d %d %d".formatted(part, sectors, cid))));
        }
        return digits.append("%08x".formatted(cid)).toString();
    }

    private static String shown(String fileName) {
        StringBuilder shown = new StringBuilder();
        fileName.codePoints()
                .limit(LONGEST_NAME)
                .map(c -> c == '"' || Character.isISOControl(c) ? '_' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /** Cylinders, heads and sectors as a BIOS behind an LSI Logic adapter would have them. */
    private record Geometry(long cylinders, int heads, int sectors) {

        static Geometry of(long all) {
            int heads = all < GIB_SECTORS ? 64 : all < 2 * GIB_SECTORS ? 128 : 255;
            int sectors = heads == 255 ? 63 : 32;
            return new Geometry(Math.max(1, all / heads / sectors), heads, sectors);
        }
    }
}
