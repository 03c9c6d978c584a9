package io.colama.disk.vhd;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The footer that is believed and the header that it names, checked.
 *
 * @param footer the footer or its copy
 * @param dynamic the header of an image that is not fixed
 * @param sizeBytes the size of the disk
 * @param warnings what is wrong and does not keep the disk from being read
 */
record VhdHeaders(
        VhdFooter footer, Optional<DynamicHeader> dynamic, long sizeBytes, List<String> warnings) {

    private static final Limit BLOCK_BYTES = new Limit("VHD block bytes", 256L << 20);
    private static final Limit SIZE = new Limit("VHD disk bytes", 1L << 42);
    private static final int SECTOR = VhdFooter.SECTOR;
    private static final int SHORT_FOOTER = 511;
    private static final String FOOTER = "footer";
    private static final String COPY = "copy of the footer at the start";

    /** A place where a footer stands, and whether its checksum is right. */
    private record Found(String where, VhdFooter footer, boolean sound) {}

    /** Whether a footer or copy stands in {@code file}, and whether one of them is sound. */
    static Optional<Boolean> stands(BlockSource file) throws IOException {
        List<Found> found = footers(file, "probe");
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.stream().anyMatch(Found::sound));
    }

    /** Reads and checks. */
    static VhdHeaders read(BlockSource file, String name) throws IOException {
        List<Found> found = footers(file, name);
        if (found.isEmpty()) {
            throw new ImageException.NotThisFormat(
                    "%s: no VHD footer found, neither at the end nor at the start".formatted(name));
        }
        List<String> warnings = new ArrayList<>();
        Found chosen = found.stream().filter(Found::sound).findFirst().orElseGet(found::getFirst);
        VhdFooter footer = chosen.footer;
        if (!chosen.sound) {
            warnings.add(name + ": the checksum of the VHD " + chosen.where + " is wrong");
        }
        boolean end = found.stream().anyMatch(one -> one.sound && one.where.equals(FOOTER));
        if (!end && chosen.sound) {
            warnings.add(
                    name
                            + ": the VHD footer is missing or damaged, its copy was used; was the"
                            + " file cut off?");
        }
        if (footer.type() == VhdFooter.FIXED) {
            return new VhdHeaders(
                    footer, Optional.empty(), fixedSize(file, footer, name), warnings);
        }
        if (footer.type() != VhdFooter.DYNAMIC && footer.type() != VhdFooter.DIFFERENCING) {
            throw new ImageException.Damaged(
                    "%s: VHD type %d found, 2, 3 or 4 expected".formatted(name, footer.type()));
        }
        long size = SIZE.check(footer.sizeBytes());
        DynamicHeader header = dynamicHeader(file, footer, name, warnings);
        check(file, header, size, name);
        return new VhdHeaders(footer, Optional.of(header), size, List.copyOf(warnings));
    }

    private static List<Found> footers(BlockSource file, String name) throws IOException {
        List<Found> found = new ArrayList<>();
        addFooter(found, file, file.size() - SECTOR, FOOTER, name);
        if (found.isEmpty()) {
            addFooter(found, file, file.size() - SHORT_FOOTER, FOOTER, name);
        }
        if (file.size() > SECTOR) {
            addFooter(found, file, 0, COPY, name);
        }
        return found;
    }

    private static void addFooter(
            List<Found> found, BlockSource file, long at, String where, String name)
            throws IOException {
        if (at < 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(SECTOR);
        bytes.limit((int) Math.min(SECTOR, file.size() - at));
        file.read(at, bytes);
        String cookie = new String(bytes.array(), 0, 8, StandardCharsets.ISO_8859_1);
        if (cookie.equals(VhdFooter.COOKIE)) {
            bytes.clear();
            VhdFooter footer = VhdFooter.LAYOUT.parse(bytes.duplicate(), name);
            long checksum = VhdFooter.checksumOf(bytes, VhdFooter.CHECKSUM_AT);
            found.add(new Found(where, footer, checksum == footer.checksum()));
        }
    }

    private static long fixedSize(BlockSource file, VhdFooter footer, String name)
            throws ImageException {
        long data = file.size() / SECTOR * SECTOR;
        if (data == file.size()) {
            data -= SECTOR; // a footer of 512 bytes; of 511 bytes it is cut by the rounding
        }
        long size = Math.min(SIZE.check(footer.currentSize()), SIZE.check(footer.sizeBytes()));
        if (footer.currentSize() > data && size > data) {
            throw new ImageException.Damaged(
                    "%s: fixed VHD of %d bytes found in a file with %d bytes of data; was the file cut off?"
                            .formatted(name, size, data));
        }
        return Math.min(data, Math.max(footer.currentSize(), footer.sizeBytes()));
    }

    private static DynamicHeader dynamicHeader(
            BlockSource file, VhdFooter footer, String name, List<String> warnings)
            throws IOException {
        int length = DynamicHeader.LAYOUT.size();
        if (footer.dataOffset() < 0 || footer.dataOffset() > file.size() - length) {
            throw new ImageException.Damaged(
                    "%s: VHD header at 0x%x found, inside the file of %d bytes expected"
                            .formatted(name, footer.dataOffset(), file.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(footer.dataOffset(), bytes);
        bytes.flip();
        String cookie = new String(bytes.array(), 0, 8, StandardCharsets.ISO_8859_1);
        if (!cookie.equals(DynamicHeader.COOKIE)) {
            throw new ImageException.Damaged(
                    "%s: no VHD header at 0x%x, \"%s\" expected"
                            .formatted(name, footer.dataOffset(), DynamicHeader.COOKIE));
        }
        DynamicHeader header = DynamicHeader.LAYOUT.parse(bytes.duplicate(), name);
        if (VhdFooter.checksumOf(bytes, DynamicHeader.CHECKSUM_AT) != header.checksum()) {
            warnings.add(name + ": the checksum of the VHD header is wrong");
        }
        return header;
    }

    private static void check(BlockSource file, DynamicHeader header, long size, String name)
            throws ImageException {
        long block = BLOCK_BYTES.check(header.blockBytes());
        if (block < SECTOR || block % SECTOR != 0) {
            throw new ImageException.Damaged(
                    "%s: VHD blocks of %d bytes found, a multiple of 512 expected"
                            .formatted(name, block));
        }
        long entries = Math.ceilDiv(size, block);
        if (header.tableEntries() < entries) {
            throw new ImageException.Damaged(
                    "%s: VHD block table of %d entries found, %d expected for a disk of %d bytes"
                            .formatted(name, header.tableEntries(), entries, size));
        }
        if (header.tableOffset() < 0
                || header.tableOffset() % SECTOR != 0
                || header.tableOffset() > file.size() - entries * Integer.BYTES) {
            throw new ImageException.Damaged(
                    "%s: VHD block table at 0x%x found, %d bytes inside the file of %d expected"
                            .formatted(
                                    name,
                                    header.tableOffset(),
                                    entries * Integer.BYTES,
                                    file.size()));
        }
    }
}
