package io.colama.guest.iso;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileExtents;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.GuestName;
import io.colama.guest.file.NodeKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A file of a disc. */
final class IsoNode implements FileNode {

    private static final Limit NAMES = new Limit("names of a directory", 1 << 22);
    private static final Pattern VERSION = Pattern.compile("\\.?;[0-9]+$");
    private static final int PERMISSIONS = 0xfff;
    private static final int DIRECTORY_MODE = 0555;
    private static final int FILE_MODE = 0444;
    // keeps numbers of files apart from places in the volume
    private static final long SERIAL = 1L << 62;
    private static final long SHARED = 1L << 61;

    private final IsoVolume volume;
    private final IsoVolume.Found found;
    private final Attributes attributes;

    IsoNode(IsoVolume volume, IsoVolume.Found found) {
        this.volume = volume;
        this.found = found;
        this.attributes = attributes(volume, found);
    }

    private static Attributes attributes(IsoVolume volume, IsoVolume.Found found) {
        DirectoryRecord record = found.first();
        Optional<SystemUse> use = found.use().filter(SystemUse::isPosix);
        NodeKind kind =
                record.isDirectory()
                        ? NodeKind.DIRECTORY
                        : use.map(given -> NodeKind.ofMode(given.mode())).orElse(NodeKind.FILE);
        long size = 0;
        for (DirectoryRecord part : found.parts()) {
            size += part.sizeBytes();
        }
        if (kind == NodeKind.SYMLINK) {
            size = found.use().flatMap(SystemUse::target).map(bytes -> bytes.length).orElse(0);
        }
        int plain = kind == NodeKind.DIRECTORY ? DIRECTORY_MODE : FILE_MODE;
        boolean device = kind == NodeKind.BLOCK_DEVICE || kind == NodeKind.CHARACTER_DEVICE;
        return new Attributes(
                kind,
                size,
                use.map(given -> given.mode() & PERMISSIONS).orElse(plain),
                use.map(SystemUse::uid).orElse(0L),
                use.map(SystemUse::gid).orElse(0L),
                use.map(SystemUse::links).orElse(1L),
                new Attributes.Times(
                        found.use().flatMap(given -> given.time(1)).or(record::time),
                        found.use().flatMap(given -> given.time(2)),
                        found.use().flatMap(given -> given.time(3)),
                        found.use().flatMap(given -> given.time(0))),
                device ? use.map(SystemUse::device).orElse(0L) : 0,
                id(volume, found, kind, size));
    }

    private static long id(IsoVolume volume, IsoVolume.Found found, NodeKind kind, long sizeBytes) {
        long place = found.first().block() * volume.blockBytes();
        if (kind == NodeKind.DIRECTORY) {
            return place;
        }
        long serial = found.use().map(SystemUse::serial).orElse(0L);
        if (serial != 0) {
            return SERIAL | serial;
        }
        boolean shared = found.use().map(use -> use.links() > 1).orElse(false);
        return shared && sizeBytes > 0 ? SHARED | place : found.first().at();
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public List<Entry> entries() throws IOException {
        attributes.expect(NodeKind.DIRECTORY, what());
        List<Entry> entries = new ArrayList<>();
        volume.walk(
                found.first(),
                file -> {
                    String name = name(file);
                    if (GuestName.isProper(name)) {
                        NAMES.check(entries.size() + 1L);
                        entries.add(new Entry(name, Optional.empty(), () -> open(file)));
                    }
                    return true;
                });
        return entries;
    }

    @Override
    public Optional<FileNode> child(String name) throws IOException {
        attributes.expect(NodeKind.DIRECTORY, what());
        Found match = new Found();
        if (!GuestName.isProper(name)) {
            return Optional.empty();
        }
        volume.walk(
                found.first(),
                file -> {
                    String there = name(file);
                    if (there.equals(name)) {
                        match.file = Optional.of(file);
                        return false;
                    }
                    if (volume.names() != IsoVolume.Names.ROCK_RIDGE
                            && match.file.isEmpty()
                            && there.equalsIgnoreCase(name)) {
                        match.file = Optional.of(file);
                    }
                    return true;
                });
        return match.file.isEmpty() ? Optional.empty() : Optional.of(open(match.file.get()));
    }

    /** Where a walk leaves what it found. */
    private static final class Found {
        private Optional<IsoVolume.Found> file = Optional.empty();
    }

    private String name(IsoVolume.Found file) {
        Optional<byte[]> written = file.use().flatMap(SystemUse::name);
        if (written.isPresent()) {
            return GuestName.decode(written.get());
        }
        ByteBuffer bytes = file.first().name();
        String name;
        if (volume.names() == IsoVolume.Names.JOLIET) {
            name = bytes.order(ByteOrder.BIG_ENDIAN).asCharBuffer().toString();
        } else {
            name = GuestName.decode(bytes);
        }
        return file.first().isDirectory() ? name : VERSION.matcher(name).replaceFirst("");
    }

    private FileNode open(IsoVolume.Found file) throws IOException {
        Optional<Long> child = file.use().flatMap(SystemUse::child);
        if (child.isEmpty()) {
            return new IsoNode(volume, file);
        }
        DirectoryRecord self = volume.self(child.get());
        return new IsoNode(volume, new IsoVolume.Found(List.of(self), volume.use(self)));
    }

    @Override
    public BlockSource content() throws IOException {
        attributes.expect(NodeKind.FILE, what());
        if (found.use().map(SystemUse::isCompressed).orElse(false)) {
            throw new ImageException.Unsupported(what() + ": a file compressed with zisofs");
        }
        FileExtents.Builder extents = FileExtents.of(attributes.sizeBytes());
        long at = 0;
        for (DirectoryRecord part : found.parts()) {
            if (part.isInterleaved()) {
                throw new ImageException.Unsupported(what() + ": an interleaved file");
            }
            extents.stored(at, part.sizeBytes(), part.block() * volume.blockBytes());
            at += part.sizeBytes();
        }
        return extents.build().over(volume.content(), what());
    }

    @Override
    public String target() throws IOException {
        attributes.expect(NodeKind.SYMLINK, what());
        return GuestName.decode(
                found.use()
                        .flatMap(SystemUse::target)
                        .orElseThrow(() ->
                                new ImageException.Damaged(
                                        what() + ": a link without a target found")));
    }

    @Override
    public SortedMap<String, byte[]> extendedAttributes() {
        return new TreeMap<>();
    }

    private String what() {
        return "file at 0x%x".formatted(found.first().at());
    }
}
