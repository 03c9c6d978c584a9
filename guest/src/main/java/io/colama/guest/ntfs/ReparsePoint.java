package io.colama.guest.ntfs;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.guest.file.NodeKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What stands in the place of a file's content ([MS-FSCC] 2.1.2).
 *
 * @param tag what kind of thing
 * @param data what the kind keeps
 */
record ReparsePoint(int tag, ByteBuffer data) {

    static final int JUNCTION = 0xa000_0003;
    static final int SYMLINK = 0xa000_000c;
    static final int LINUX_SYMLINK = 0xa000_001d;
    static final int COMPRESSED_FILE = 0x8000_0017;

    private static final int DEDUPLICATED = 0x8000_0013;
    private static final int CLOUD_MASK = 0xffff_0fff;
    private static final int CLOUD = 0x9000_001a;
    private static final int SOCKET = 0x8000_0023;
    private static final int FIFO = 0x8000_0024;
    private static final int CHARACTER_DEVICE = 0x8000_0025;
    private static final int BLOCK_DEVICE = 0x8000_0026;
    private static final int IS_SURROGATE = 0x2000_0000;
    private static final Limit BYTES = new Limit("bytes of a reparse point", 1 << 16);
    private static final int HEADER = 8;

    static Optional<ReparsePoint> of(NtfsFile file) throws IOException {
        Optional<Stream> stream = file.stream(Attribute.REPARSE_POINT, "");
        if (stream.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer bytes = stream.get().bytes(file.volume().metadata(), BYTES);
        int length = bytes.limit() < HEADER ? 0 : bytes.getShort(4) & 0xffff;
        if (bytes.limit() < HEADER || length > bytes.limit() - HEADER) {
            throw new ImageException.Damaged(
                    "%s: a reparse point of %d bytes in %d found"
                            .formatted(file.what(), length, bytes.limit()));
        }
        ByteBuffer data = bytes.slice(HEADER, length).order(ByteOrder.LITTLE_ENDIAN);
        return Optional.of(new ReparsePoint(bytes.getInt(0), data));
    }

    /** What a file with it is. */
    NodeKind kind(boolean isDirectory) {
        return switch (tag) {
            case JUNCTION, SYMLINK, LINUX_SYMLINK -> NodeKind.SYMLINK;
            case COMPRESSED_FILE -> isDirectory ? NodeKind.DIRECTORY : NodeKind.FILE;
            case SOCKET -> NodeKind.SOCKET;
            case FIFO -> NodeKind.FIFO;
            case CHARACTER_DEVICE -> NodeKind.CHARACTER_DEVICE;
            case BLOCK_DEVICE -> NodeKind.BLOCK_DEVICE;
            default ->
                    isDirectory && (tag & IS_SURROGATE) == 0 ? NodeKind.DIRECTORY : NodeKind.OTHER;
        };
    }

    /** What it is called in messages. */
    String title() {
        if (tag == DEDUPLICATED) {
            return "a deduplicated file";
        }
        return (tag & CLOUD_MASK) == CLOUD
                ? "a file in a cloud"
                : "a reparse point with tag 0x%08x".formatted(tag);
    }

    /** Where a link leads, as the guest follows it. */
    String target(String what) throws ImageException {
        if (tag == LINUX_SYMLINK) {
            return data.limit() < Integer.BYTES
                    ? ""
                    : StandardCharsets.UTF_8
                            .decode(data.slice(Integer.BYTES, data.limit() - Integer.BYTES))
                            .toString();
        }
        int header = tag == SYMLINK ? 12 : 8;
        int at = data.limit() < header ? 0 : header + (data.getShort(0) & 0xffff);
        int length = data.limit() < header ? 0 : data.getShort(2) & 0xffff;
        if (data.limit() < header || at + length > data.limit()) {
            throw new ImageException.Damaged(
                    "%s: a link's target of %d bytes at 0x%x of %d found"
                            .formatted(what, length, at, data.limit()));
        }
        return Utf16.decode(data.slice(at, length));
    }
}
