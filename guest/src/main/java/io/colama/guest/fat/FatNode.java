package io.colama.guest.fat;

import io.colama.block.BlockSource;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileExtents;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.GuestName;
import io.colama.guest.file.NodeKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A file of a FAT or exFAT volume. */
final class FatNode implements FileNode {

    private static final int DIRECTORY_MODE = 0755;
    private static final int FILE_MODE = 0644;
    private static final int READ_BITS = 0555;

    private final DirectoryReader reader;
    private final FatEntry entry;
    private final Attributes attributes;

    FatNode(DirectoryReader reader, FatEntry entry) {
        this.reader = reader;
        this.entry = entry;
        int mode = entry.isDirectory() ? DIRECTORY_MODE : FILE_MODE;
        if (!entry.isDirectory() && (entry.flags() & FatEntry.READ_ONLY) != 0) {
            mode &= READ_BITS;
        }
        this.attributes =
                new Attributes(
                        entry.kind(),
                        entry.isDirectory() ? 0 : entry.sizeBytes(),
                        mode,
                        0,
                        0,
                        1,
                        entry.times(),
                        0,
                        entry.id());
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public List<Entry> entries() throws IOException {
        attributes.expect(NodeKind.DIRECTORY, what());
        List<Entry> entries = new ArrayList<>();
        for (FatEntry found : reader.list(entry)) {
            if (GuestName.isProper(found.name())) {
                entries.add(
                        new Entry(
                                found.name(),
                                Optional.of(found.kind()),
                                () -> new FatNode(reader, found)));
            }
        }
        return entries;
    }

    @Override
    public Optional<FileNode> child(String name) throws IOException {
        attributes.expect(NodeKind.DIRECTORY, what());
        for (FatEntry found : reader.list(entry)) {
            if (GuestName.isProper(name) && found.isCalled(name)) {
                return Optional.of(new FatNode(reader, found));
            }
        }
        return Optional.empty();
    }

    @Override
    public BlockSource content() throws IOException {
        attributes.expect(NodeKind.FILE, what());
        String what = "file at 0x%x".formatted(entry.id());
        ClusterHeap heap = reader.heap();
        FileExtents extents =
                entry.isContiguous()
                        ? heap.contiguous(
                                entry.first(), entry.sizeBytes(), entry.validBytes(), what)
                        : heap.chained(entry.first(), entry.sizeBytes(), entry.validBytes(), what);
        return extents.over(heap.volume(), what);
    }

    @Override
    public String target() {
        throw new IllegalStateException(
                "file at 0x%x is a %s, not a link".formatted(entry.id(), attributes.kind()));
    }

    @Override
    public SortedMap<String, byte[]> extendedAttributes() {
        return new TreeMap<>();
    }

    private String what() {
        return "file at 0x%x".formatted(entry.id());
    }
}
