package io.colama.guest.ntfs;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.record.WindowsTime;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.GuestName;
import io.colama.guest.file.NodeKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A file of an NTFS volume. */
final class NtfsNode implements FileNode, NamedStreams {

    private static final int READ_ONLY = 1;
    private static final int DIRECTORY_MODE = 0755;
    private static final int FILE_MODE = 0644;
    private static final int LINK_MODE = 0777;
    private static final int READ_BITS = 0555;
    private static final int STANDARD_BYTES = 36;

    private final NtfsFile file;
    private final Optional<ReparsePoint> reparse;
    private final Attributes attributes;

    private NtfsNode(NtfsFile file, Optional<ReparsePoint> reparse, Attributes attributes) {
        this.file = file;
        this.reparse = reparse;
        this.attributes = attributes;
    }

    /** The file that a name refers to by number and sequence number. */
    static NtfsNode open(NtfsVolume volume, long reference) throws IOException {
        NtfsFile file =
                NtfsFile.open(
                        volume,
                        reference & MftRecord.NUMBER_MASK,
                        (int) (reference >>> MftRecord.SEQUENCE_SHIFT));
        Optional<ReparsePoint> reparse = ReparsePoint.of(file);
        return new NtfsNode(file, reparse, attributes(file, reparse));
    }

    private static Attributes attributes(NtfsFile file, Optional<ReparsePoint> reparse)
            throws IOException {
        boolean directory = file.record().isDirectory();
        NodeKind kind =
                reparse.isPresent()
                        ? reparse.get().kind(directory)
                        : directory ? NodeKind.DIRECTORY : NodeKind.FILE;
        long size =
                switch (kind) {
                    case DIRECTORY -> 0;
                    case SYMLINK ->
                            reparse.orElseThrow()
                                    .target(file.what())
                                    .getBytes(StandardCharsets.UTF_8)
                                    .length;
                    case FILE, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET, OTHER ->
                            file.sizeBytes();
                };
        if (size < 0) {
            throw new ImageException.Damaged(
                    "%s: a file of 0x%x bytes found".formatted(file.what(), size));
        }
        ByteBuffer standard = standard(file);
        boolean known = standard.limit() >= STANDARD_BYTES;
        int mode =
                switch (kind) {
                    case DIRECTORY -> DIRECTORY_MODE;
                    case SYMLINK -> LINK_MODE;
                    case FILE, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET, OTHER -> FILE_MODE;
                };
        if (known && kind == NodeKind.FILE && (standard.getInt(32) & READ_ONLY) != 0) {
            mode &= READ_BITS;
        }
        Attributes.Times times =
                known
                        ? new Attributes.Times(
                                time(standard.getLong(8)),
                                time(standard.getLong(24)),
                                time(standard.getLong(16)),
                                time(standard.getLong(0)))
                        : Attributes.Times.NONE;
        return new Attributes(
                kind, size, mode, 0, 0, links(file), times, 0, file.record().number());
    }

    private static ByteBuffer standard(NtfsFile file) {
        for (Attribute attribute : file.record().attributes()) {
            if (attribute.type() == Attribute.STANDARD_INFORMATION && attribute.isResident()) {
                return attribute.value();
            }
        }
        return ByteBuffer.allocate(0);
    }

    /** How many names a file has; a short one beside a long one is not counted. */
    private static int links(NtfsFile file) throws IOException {
        int links = 0;
        for (Attribute name : file.attributes(Attribute.FILE_NAME)) {
            if (name.isResident() && !FileName.of(name.value(), file.what()).forDos()) {
                links++;
            }
        }
        return Math.max(1, links);
    }

    private static Optional<Instant> time(long ticks) {
        return ticks <= 0 ? Optional.empty() : Optional.of(WindowsTime.instant(ticks));
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public List<Entry> entries() throws IOException {
        attributes.expect(NodeKind.DIRECTORY, file.what());
        List<Entry> entries = new ArrayList<>();
        boolean root = file.record().number() == MftRecord.ROOT;
        DirectoryIndex.of(file)
                .walk(found -> {
                    FileName name = found.name();
                    boolean own =
                            root
                                    && (found.reference() & MftRecord.NUMBER_MASK)
                                            < MftRecord.FIRST_OF_USERS;
                    if (!name.forDos() && !own && GuestName.isProper(name.name())) {
                        entries.add(
                                new Entry(
                                        name.name(),
                                        kind(name),
                                        () -> open(file.volume(), found.reference())));
                    }
                });
        return entries;
    }

    private static Optional<NodeKind> kind(FileName name) {
        if ((name.flags() & FileName.REPARSE_POINT) != 0) {
            return Optional.empty();
        }
        return Optional.of(
                (name.flags() & FileName.DIRECTORY) != 0 ? NodeKind.DIRECTORY : NodeKind.FILE);
    }

    @Override
    public Optional<FileNode> child(String name) throws IOException {
        attributes.expect(NodeKind.DIRECTORY, file.what());
        if (!GuestName.isProper(name)) {
            return Optional.empty();
        }
        Optional<DirectoryIndex.Found> found = DirectoryIndex.of(file).find(name);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(open(file.volume(), found.get().reference()));
    }

    @Override
    public BlockSource content() throws IOException {
        if (attributes.kind() == NodeKind.OTHER) {
            throw new ImageException.Unsupported(
                    "%s: %s".formatted(file.what(), reparse.orElseThrow().title()));
        }
        attributes.expect(NodeKind.FILE, file.what());
        if (reparse.isPresent() && reparse.get().tag() == ReparsePoint.COMPRESSED_FILE) {
            return SystemCompressed.content(file, reparse.get().data(), attributes.sizeBytes());
        }
        Optional<Stream> stream = file.stream(Attribute.DATA, "");
        return stream.isPresent()
                ? stream.get().content(file.volume().content())
                : BlockSources.zero(0);
    }

    @Override
    public List<String> streamNames() throws IOException {
        return file.attributes(Attribute.DATA).stream()
                .map(Attribute::name)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    @Override
    public Optional<BlockSource> stream(String name) throws IOException {
        UpCase upCase = file.volume().upCase();
        for (String known : streamNames()) {
            if (upCase.compareWithoutCase(known, name) == 0) {
                return Optional.of(
                        file.stream(Attribute.DATA, known)
                                .orElseThrow()
                                .content(file.volume().content()));
            }
        }
        return Optional.empty();
    }

    @Override
    public String target() throws IOException {
        attributes.expect(NodeKind.SYMLINK, file.what());
        return reparse.orElseThrow().target(file.what());
    }

    @Override
    public SortedMap<String, byte[]> extendedAttributes() {
        return new TreeMap<>();
    }
}
