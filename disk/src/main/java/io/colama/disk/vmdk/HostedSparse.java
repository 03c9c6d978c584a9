package io.colama.disk.vmdk;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.extent.CompressedUnits;
import io.colama.block.extent.MappedContent;
import io.colama.disk.image.DecodedUnits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens hosted sparse extents, stream-optimized ones among them.
 *
 * <p>Source: [Virtual Disk Format 5.0] Hosted Sparse Extents, Stream-Optimized Compressed Sparse
 * Extents.
 */
final class HostedSparse {

    private static final int SECTOR = SparseHeader.SECTOR;

    /** The end of a stream: the marker of the footer, the footer, the marker of the end. */
    private static final int END_SECTORS = 3;

    private final BlockSource file;
    private final String name;
    private final SparseHeader header;
    private final List<String> features = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private HostedSparse(BlockSource file, String name, SparseHeader header) {
        this.file = file;
        this.name = name;
        this.header = header;
    }

    /** Opens the extent that {@code file} holds, which may be a descriptor and nothing else. */
    static SparseFile open(BlockSource file, String name) throws IOException {
        return new HostedSparse(file, name, SparseHeader.read(file, 0, name)).open();
    }

    /** The descriptor inside the extent that {@code file} holds, and nothing else of it. */
    static Optional<Descriptor> descriptor(BlockSource file, String name) throws IOException {
        return new HostedSparse(file, name, SparseHeader.read(file, 0, name)).descriptor();
    }

    private SparseFile open() throws IOException {
        Optional<Descriptor> descriptor = descriptor();
        if (header.unclean() != 0) {
            warnings.add(name + ": was not closed properly; its last writes may be missing");
        }
        features.add("version " + header.version());
        if (header.capacity() == 0) {
            return new SparseFile(
                    BlockSources.zero(0), Optional.empty(), descriptor, features, warnings);
        }
        GrainShape shape =
                GrainShape.of(
                        header.capacity(),
                        header.grain(),
                        header.tableEntries(),
                        header.compressed(),
                        name);
        features.add("grains of " + shape.grainBytes() + " bytes");
        GrainTables tables = tables(shape);
        Optional<DecodedUnits> decoder = Optional.empty();
        if (header.compressed()) {
            features.add("compressed");
            boolean markers = header.has(SparseHeader.MARKERS);
            decoder = Optional.of(CompressedGrains.of(file, name, shape, markers));
        }
        CompressedUnits units = decoder.isPresent() ? decoder.get() : CompressedUnits.NONE;
        GrainMap map = new GrainMap(shape, tables, header.compressed());
        return new SparseFile(
                new MappedContent(file, name, map, units, shape.grainBytes()),
                decoder,
                descriptor,
                features,
                warnings);
    }

    private Optional<Descriptor> descriptor() throws IOException {
        if (header.descriptor() == 0 || header.descriptorLength() == 0) {
            return Optional.empty();
        }
        long most = file.size() / SECTOR;
        if (header.descriptor() < 0
                || header.descriptor() > most
                || header.descriptorLength() < 0
                || header.descriptorLength() > most - header.descriptor()) {
            throw new ImageException.Damaged(
                    "%s: descriptor of %s sectors at sector 0x%x, inside the file of %d bytes expected"
                            .formatted(
                                    name,
                                    Long.toUnsignedString(header.descriptorLength()),
                                    header.descriptor(),
                                    file.size()));
        }
        return Optional.of(
                Descriptor.read(
                        file,
                        header.descriptor() * SECTOR,
                        header.descriptorLength() * SECTOR,
                        name));
    }

    private GrainTables tables(GrainShape shape) throws IOException {
        if (header.directory() != SparseHeader.AT_END) {
            return tables(shape, header);
        }
        Optional<SparseHeader> footer = footer().filter(this::belongs);
        return footer.isPresent() ? tables(shape, footer.get()) : scan(shape);
    }

    private GrainTables tables(GrainShape shape, SparseHeader place) throws ImageException {
        return SparseTables.of(
                file,
                name,
                shape,
                place.directory(),
                place.has(SparseHeader.REDUNDANT) ? place.redundantDirectory() : GrainTables.NONE,
                place.has(SparseHeader.ZEROED_GRAINS));
    }

    /** The footer, where it has to be. */
    private Optional<SparseHeader> footer() throws IOException {
        long start = file.size() / SECTOR * SECTOR - END_SECTORS * SECTOR;
        if (start <= 0) {
            return Optional.empty();
        }
        ByteBuffer marker = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        file.read(start, marker);
        if (marker.getInt(MarkerScan.TYPE_AT) != MarkerScan.TYPE_FOOTER
                || marker.getInt(CompressedGrains.LENGTH_AT) != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(SparseHeader.read(file, start + SECTOR, name));
        } catch (ImageException noFooter) {
            return Optional.empty();
        }
    }

    /** Whether a footer is the one of this header, and says where the directory is. */
    private boolean belongs(SparseHeader footer) {
        return footer.directory() != SparseHeader.AT_END
                && footer.capacity() == header.capacity()
                && footer.grain() == header.grain()
                && footer.tableEntries() == header.tableEntries();
    }

    private GrainTables scan(GrainShape shape) throws IOException {
        if (!header.compressed() || !header.has(SparseHeader.MARKERS)) {
            throw new ImageException.Damaged(
                    "%s: the footer, which says where the grain directory is, is missing; was the file cut off?"
                            .formatted(name));
        }
        long behindDescriptor = header.descriptor() + header.descriptorLength();
        long first = header.overhead() > 0 ? header.overhead() : behindDescriptor;
        MarkerScan scan = MarkerScan.of(file, name, shape, first);
        Optional<SparseHeader> footer = scan.footer().filter(this::belongs);
        if (footer.isPresent()) {
            return tables(shape, footer.get());
        }
        if (!scan.whole()) {
            throw new ImageException.Damaged(
                    "%s: the stream was cut off at 0x%x of %d bytes, behind %d grains, before its grain directory and its footer; was it downloaded whole?"
                            .formatted(name, scan.end(), file.size(), scan.grains()));
        }
        warnings.add(
                "%s: the footer is missing; all %d grains were found without it"
                        .formatted(name, scan.grains()));
        return scan;
    }
}
