package io.colama.disk.vhdx;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Closing;
import io.colama.block.ImageException;
import io.colama.block.extent.CompressedUnits;
import io.colama.block.extent.MappedContent;
import io.colama.block.record.Guid;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.ImageFiles;
import io.colama.disk.image.Likeness;
import io.colama.disk.image.RelatedFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A VHDX image. Its {@linkplain #identity() identity} is the GUID of its state of data. */
public final class VhdxImage implements DiskImage {

    private final ImageFiles files;
    private final Path path;
    private final VhdxHeader header;
    private final int replayed;
    private final Metadata metadata;
    private final Optional<DiskImage> parent;
    private final BlockSource content;

    private VhdxImage(
            BlockSource file,
            Path path,
            VhdxHeader header,
            int replayed,
            Metadata metadata,
            AllocationTable table,
            Optional<DiskImage> parent) {
        this.files = new ImageFiles(file, path, parent);
        this.path = path;
        this.header = header;
        this.replayed = replayed;
        this.metadata = metadata;
        this.parent = parent;
        BlockSource own = new MappedContent(file, path.toString(), table, CompressedUnits.NONE, 1);
        this.content = parent.isPresent() ? BlockSources.overlay(own, parent.get().content()) : own;
    }

    /** Whether {@code file} looks like a VHDX image. */
    public static Likeness likeness(BlockSource file) throws IOException {
        if (!VhdxHeader.stands(file)) {
            return Likeness.NO;
        }
        try {
            VhdxHeader.read(file, "probe");
            return Likeness.YES;
        } catch (ImageException unsound) {
            return Likeness.MAYBE;
        }
    }

    /**
     * Opens the image that {@code file} holds. The file belongs to the image once this returns, and
     * stays the caller's when it throws.
     *
     * @param path what the file is called
     * @param related opens the parent of a differencing image
     */
    public static VhdxImage open(BlockSource file, Path path, RelatedFiles related)
            throws IOException {
        String name = path.toString();
        VhdxHeader header = VhdxHeader.read(file, name);
        BlockSource whole = file;
        int replayed = 0;
        if (!Guid.read(header.logId(), 0).equals(VhdxHeader.NO_LOG)) {
            LogScan log = new LogScan(file, name, header);
            List<LogScan.Found> entries = log.active();
            whole = ReplayedFile.of(file, name, log, entries);
            replayed = entries.size();
        }
        Regions regions = Regions.read(whole, name);
        Metadata metadata = Metadata.read(whole, regions, name);
        AllocationTable table = new AllocationTable(whole, name, regions, metadata);
        Optional<DiskImage> parent =
                metadata.differencing()
                        ? related.parent(parentNames(metadata, name), Optional.empty())
                        : Optional.empty();
        try {
            if (parent.isPresent()) {
                checkParent(metadata, path, parent.get());
            }
            return new VhdxImage(whole, path, header, replayed, metadata, table, parent);
        } catch (IOException | RuntimeException failure) {
            parent.ifPresent(below -> Closing.after(failure, below));
            throw failure;
        }
    }

    /**
     * Relative first, then the last part of each path, because those of other hosts seldom hold.
     */
    private static List<String> parentNames(Metadata metadata, String name) throws ImageException {
        Set<String> all = new LinkedHashSet<>();
        String relative = metadata.parent().getOrDefault("relative_path", "").replace('\\', '/');
        all.add(relative.startsWith("./") ? relative.substring(2) : relative);
        for (String key : new String[] {"relative_path", "absolute_win32_path", "volume_path"}) {
            String path = metadata.parent().getOrDefault(key, "").replace('\\', '/');
            all.add(path.substring(path.lastIndexOf('/') + 1));
        }
        all.remove("");
        if (all.isEmpty()) {
            throw new ImageException.Damaged(
                    name + ": differencing VHDX whose parent locator has no path");
        }
        return List.copyOf(all);
    }

    private static void checkParent(Metadata metadata, Path path, DiskImage parent)
            throws ImageException {
        String found = parent.identity().orElse("none");
        boolean linked = false;
        for (String key : new String[] {"parent_linkage", "parent_linkage2"}) {
            String wanted = metadata.parent().getOrDefault(key, "").toLowerCase(Locale.ROOT);
            linked |= wanted.replace("{", "").replace("}", "").equals(found);
        }
        if (!linked) {
            throw new ImageException.Damaged(
                    "%s: its parent is in the state %s, and %s in {%s}: it is another image, or was written to after this one was made"
                            .formatted(
                                    path,
                                    metadata.parent().getOrDefault("parent_linkage", "{}"),
                                    parent.files().getFirst(),
                                    found));
        }
    }

    @Override
    public DiskFormat format() {
        return DiskFormat.VHDX;
    }

    @Override
    public BlockSource content() {
        return BlockSources.view(content);
    }

    @Override
    public BlockSource snapshot(String idOrName) throws IOException {
        throw new NoSuchFileException(path.toString(), null, "a VHDX image has no snapshots");
    }

    @Override
    public List<String> warnings() {
        List<String> all = new ArrayList<>();
        if (replayed > 0) {
            all.add(
                    "%s: was not closed properly; the %d entries of its log were replayed in memory"
                            .formatted(path, replayed));
        }
        parent.ifPresent(below -> all.addAll(below.warnings()));
        return List.copyOf(all);
    }

    @Override
    public List<String> features() {
        List<String> all = new ArrayList<>();
        all.add(metadata.differencing() ? "differencing" : metadata.fixed() ? "fixed" : "dynamic");
        all.add("blocks of " + metadata.blockBytes() + " bytes");
        all.add("sectors of " + metadata.sectorBytes() + " bytes");
        parent.ifPresent(below -> all.add("parents: " + below.files().size()));
        return List.copyOf(all);
    }

    @Override
    public Optional<String> parentName() {
        if (!metadata.differencing()) {
            return Optional.empty();
        }
        return Optional.of(
                metadata.parent()
                        .getOrDefault(
                                "relative_path",
                                metadata.parent().getOrDefault("absolute_win32_path", "")));
    }

    @Override
    public Optional<String> identity() {
        return Optional.of(Guid.read(header.dataWriteId(), 0).toString());
    }

    @Override
    public List<Path> files() {
        return files.paths();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
