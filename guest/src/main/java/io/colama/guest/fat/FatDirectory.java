package io.colama.guest.fat;

import io.colama.block.Limit;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.FileExtents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads directories of FAT. */
final class FatDirectory implements DirectoryReader {

    private static final Limit BYTES = new Limit("bytes of a directory", 1 << 23);
    private static final Charset SHORT_NAMES = Charset.forName("IBM437");
    private static final int ENTRY = 32;
    private static final int NAME = 8;
    private static final int EXTENSION = 3;
    private static final int FREE = 0xe5;
    private static final int ESCAPED_FREE = 0x05;
    private static final int LONG_NAME = 0x0f;
    private static final int FLAGS = 0x3f;
    private static final int LOWER_NAME = 0x08;
    private static final int LOWER_EXTENSION = 0x10;

    private final FatBoot boot;
    private final ClusterHeap heap;

    FatDirectory(FatBoot boot, ClusterHeap heap) {
        this.boot = boot;
        this.heap = heap;
    }

    /** The root directory, which no directory names. */
    static FatEntry root() {
        return new FatEntry("", "", FatEntry.DIRECTORY, 0, false, 0, 0, Attributes.Times.NONE, 0);
    }

    @Override
    public ClusterHeap heap() {
        return heap;
    }

    private FileExtents extents(FatEntry directory) throws IOException {
        if (directory.first() != 0) {
            return heap.directory(
                    directory.first(), BYTES, "directory at 0x%x".formatted(directory.id()));
        }
        if (boot.isWide()) {
            return heap.directory(boot.rootCluster(), BYTES, "root directory");
        }
        FileExtents.Builder root = FileExtents.of(boot.rootBytes());
        root.stored(0, boot.rootBytes(), boot.rootAt());
        return root.build();
    }

    @Override
    public List<FatEntry> list(FatEntry directory) throws IOException {
        return parse(directory, false);
    }

    /** The label that the root directory holds; the one in the boot sector is what it once was. */
    Optional<String> label() throws IOException {
        for (FatEntry entry : parse(root(), true)) {
            return Optional.of(entry.shortName().stripTrailing()).filter(label -> !label.isEmpty());
        }
        return Optional.empty();
    }

    private List<FatEntry> parse(FatEntry directory, boolean labels) throws IOException {
        FileExtents extents = extents(directory);
        ByteBuffer bytes =
                ByteBuffer.allocate(BYTES.checkInt(extents.sizeBytes()))
                        .order(ByteOrder.LITTLE_ENDIAN);
        extents.over(heap.metadata(), "directory").read(0, bytes);
        List<FatEntry> entries = new ArrayList<>();
        LongName pending = new LongName();
        for (int at = 0; at <= bytes.limit() - ENTRY; at += ENTRY) {
            int first = bytes.get(at) & 0xff;
            int flags = bytes.get(at + 11) & FLAGS;
            if (first == 0) {
                break;
            }
            if (first == FREE) {
                pending.clear();
            } else if (flags == LONG_NAME) {
                pending.add(bytes, at);
            } else {
                boolean isLabel = (flags & FatEntry.LABEL) != 0;
                if (isLabel == labels && (labels || first != '.')) {
                    long id = extents.pieceAt(at).host();
                    entries.add(entry(bytes, at, isLabel, pending.take(bytes, at), id));
                }
                pending.clear();
            }
        }
        return entries;
    }

    private FatEntry entry(
            ByteBuffer bytes, int at, boolean isLabel, Optional<String> longName, long id) {
        String shortName = isLabel ? label(bytes, at) : shortName(bytes, at);
        int high = boot.isWide() ? bytes.getShort(at + 20) & 0xffff : 0;
        long size = bytes.getInt(at + 28) & 0xffff_ffffL;
        Attributes.Times times =
                new Attributes.Times(
                        DosTime.of(
                                bytes.getShort(at + 24) & 0xffff,
                                bytes.getShort(at + 22) & 0xffff,
                                0),
                        DosTime.of(bytes.getShort(at + 18) & 0xffff, 0, 0),
                        Optional.empty(),
                        DosTime.of(
                                bytes.getShort(at + 16) & 0xffff,
                                bytes.getShort(at + 14) & 0xffff,
                                bytes.get(at + 13) & 0xff));
        return new FatEntry(
                longName.orElse(shortName),
                shortName,
                bytes.get(at + 11) & FLAGS,
                ((long) high << 16) | (bytes.getShort(at + 26) & 0xffff),
                false,
                size,
                size,
                times,
                id);
    }

    private static byte[] raw(ByteBuffer bytes, int at, int length) {
        byte[] raw = new byte[length];
        bytes.get(at, raw);
        return raw;
    }

    private static String label(ByteBuffer bytes, int at) {
        byte[] raw = raw(bytes, at, NAME + EXTENSION);
        raw[0] = raw[0] == ESCAPED_FREE ? (byte) FREE : raw[0];
        return new String(raw, SHORT_NAMES);
    }

    private static String shortName(ByteBuffer bytes, int at) {
        byte[] raw = raw(bytes, at, NAME + EXTENSION);
        raw[0] = raw[0] == ESCAPED_FREE ? (byte) FREE : raw[0];
        int cases = bytes.get(at + 12);
        String name = new String(raw, 0, NAME, SHORT_NAMES).stripTrailing();
        String extension = new String(raw, NAME, EXTENSION, SHORT_NAMES).stripTrailing();
        name = (cases & LOWER_NAME) != 0 ? name.toLowerCase(Locale.ROOT) : name;
        extension = (cases & LOWER_EXTENSION) != 0 ? extension.toLowerCase(Locale.ROOT) : extension;
        return extension.isEmpty() ? name : name + "." + extension;
    }

    /** The pieces of a long name, which come last first. */
    private static final class LongName {

        private static final int MOST_PIECES = 20;
        private static final int LAST = 0x40;
        private static final int NUMBER = 0x3f;
        private static final int[] PLACES = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};

        private final StringBuilder text = new StringBuilder();
        private int expected;
        private int checksum;

        void clear() {
            text.setLength(0);
            expected = -1;
        }

        void add(ByteBuffer bytes, int at) {
            int number = bytes.get(at) & NUMBER;
            if ((bytes.get(at) & LAST) != 0) {
                clear();
                expected = number > MOST_PIECES ? -1 : number;
                checksum = bytes.get(at + 13) & 0xff;
            }
            if (expected <= 0 || number != expected || (bytes.get(at + 13) & 0xff) != checksum) {
                clear();
                return;
            }
            StringBuilder piece = new StringBuilder();
            for (int place : PLACES) {
                char unit = bytes.getChar(at + place);
                if (unit == 0) {
                    break;
                }
                piece.append(unit);
            }
            text.insert(0, piece);
            expected--;
        }

        /** The name, when all of it is there and belongs to the short one at {@code at}. */
        Optional<String> take(ByteBuffer bytes, int at) {
            if (expected != 0 || text.isEmpty()) {
                return Optional.empty();
            }
            int sum = 0;
            for (int i = 0; i < NAME + EXTENSION; i++) {
                sum = ((sum & 1) << 7) + (sum >>> 1) + (bytes.get(at + i) & 0xff);
                sum &= 0xff;
            }
            return sum == checksum ? Optional.of(text.toString()) : Optional.empty();
        }
    }
}
