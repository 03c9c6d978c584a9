package io.colama.disk.vmdk;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.extent.CompressedUnits;
import io.colama.block.extent.MappedContent;
import io.colama.disk.image.DecodedUnits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A sparse extent in a file of its own: hosted, of ESX Server, or space-efficient. It does not own
 * the file.
 *
 * @param content what the extent alone says of its part of the disk
 * @param decoder of compressed grains
 * @param descriptor what stands inside the extent
 * @param features in a few words each
 * @param warnings a sentence each
 */
record SparseFile(
        BlockSource content,
        Optional<DecodedUnits> decoder,
        Optional<Descriptor> descriptor,
        List<String> features,
        List<String> warnings)
        implements AutoCloseable {

    /** The kinds, by their signatures. */
    enum Kind {
        HOSTED,
        ESX,
        SPACE_EFFICIENT;

        private static final int LONGEST = 8;

        /** The kind whose signature {@code file} carries. */
        static Optional<Kind> of(BlockSource file) throws IOException {
            ByteBuffer start = ByteBuffer.allocate(LONGEST).order(ByteOrder.LITTLE_ENDIAN);
            if (file.size() < LONGEST) {
                return Optional.empty();
            }
            file.read(0, start);
            if (start.getLong(0) == SeSparseHeader.MAGIC) {
                return Optional.of(SPACE_EFFICIENT);
            }
            String magic = new String(start.array(), 0, 4, StandardCharsets.ISO_8859_1);
            return switch (magic) {
                case SparseHeader.MAGIC -> Optional.of(HOSTED);
                case CowdHeader.MAGIC -> Optional.of(ESX);
                default -> Optional.empty();
            };
        }
    }

    /** Opens the extent that {@code file} holds. */
    static SparseFile open(BlockSource file, String name) throws IOException {
        Kind kind =
                Kind.of(file)
                        .orElseThrow(() ->
                                new ImageException.Damaged(
                                        name + ": no sparse extent, its signature is missing"));
        return switch (kind) {
            case HOSTED -> HostedSparse.open(file, name);
            case ESX -> openEsx(file, name);
            case SPACE_EFFICIENT -> openSpaceEfficient(file, name);
        };
    }

    private static SparseFile openEsx(BlockSource file, String name) throws IOException {
        CowdHeader header = CowdHeader.LAYOUT.parse(start(file, CowdHeader.LAYOUT.size()), name);
        if (header.version() != 1) {
            throw new ImageException.Unsupported(
                    "%s: COWD version %d found, 1 expected".formatted(name, header.version()));
        }
        GrainShape shape =
                GrainShape.of(
                        header.capacity(), header.grain(), CowdHeader.TABLE_ENTRIES, false, name);
        if (header.directoryEntries() < shape.tables()) {
            throw new ImageException.Damaged(
                    "%s: grain directory of %d entries found, %d expected"
                            .formatted(name, header.directoryEntries(), shape.tables()));
        }
        SparseTables tables =
                SparseTables.of(file, name, shape, header.directory(), GrainTables.NONE, false);
        return plain(file, name, shape, tables);
    }

    private static SparseFile openSpaceEfficient(BlockSource file, String name) throws IOException {
        SeSparseHeader header =
                SeSparseHeader.LAYOUT.parse(start(file, SeSparseHeader.LAYOUT.size()), name);
        if (header.version() != SeSparseHeader.VERSION || header.flags() != 0) {
            throw new ImageException.Unsupported(
                    "%s: seSparse version 0x%x with flags 0x%x found, 0x%x without expected"
                            .formatted(
                                    name,
                                    header.version(),
                                    header.flags(),
                                    SeSparseHeader.VERSION));
        }
        refuseJournal(file, header, name);
        long tableBytes = GrainShape.CAPACITY.check(header.tableLength()) * SparseHeader.SECTOR;
        GrainShape shape =
                GrainShape.of(
                        header.capacity(), header.grain(), tableBytes / Long.BYTES, false, name);
        SeSparseTables.Region directory =
                region(file, header.directory(), header.directoryLength(), name);
        if (directory.length() / Long.BYTES < shape.tables()) {
            throw new ImageException.Damaged(
                    "%s: grain directory of %d bytes found, %d entries expected"
                            .formatted(name, directory.length(), shape.tables()));
        }
        SeSparseTables tables =
                new SeSparseTables(
                        file,
                        name,
                        shape,
                        directory,
                        region(file, header.tables(), header.tablesLength(), name),
                        region(file, header.grains(), 0, name).offset());
        return plain(file, name, shape, tables);
    }

    private static void refuseJournal(BlockSource file, SeSparseHeader header, String name)
            throws IOException {
        SeSparseTables.Region place = region(file, header.volatileHeader(), 1, name);
        ByteBuffer bytes = ByteBuffer.allocate(SeSparseHeader.Volatile.LAYOUT.size());
        file.read(place.offset(), bytes);
        SeSparseHeader.Volatile changing = SeSparseHeader.Volatile.LAYOUT.parse(bytes.flip(), name);
        if (changing.magic() != SeSparseHeader.Volatile.MAGIC) {
            throw new ImageException.Damaged(
                    "%s: signature 0x%x of the volatile header found at 0x%x, 0x%x expected"
                            .formatted(
                                    name,
                                    changing.magic(),
                                    place.offset(),
                                    SeSparseHeader.Volatile.MAGIC));
        }
        if (changing.replayJournal() != 0) {
            throw new ImageException.Unsupported(
                    name + ": seSparse extent with a journal that has to be replayed");
        }
    }

    private static SeSparseTables.Region region(
            BlockSource file, long sector, long sectors, String name) throws ImageException {
        long most = file.size() / SparseHeader.SECTOR;
        if (sector <= 0 || sector > most || sectors < 0 || sectors > most - sector) {
            throw new ImageException.Damaged(
                    "%s: %d sectors at sector 0x%x, inside the file of %d bytes expected; was the file cut off?"
                            .formatted(name, sectors, sector, file.size()));
        }
        return new SeSparseTables.Region(
                sector * SparseHeader.SECTOR, sectors * SparseHeader.SECTOR);
    }

    private static ByteBuffer start(BlockSource file, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        bytes.limit((int) Math.min(length, file.size()));
        file.read(0, bytes);
        return bytes.flip();
    }

    private static SparseFile plain(
            BlockSource file, String name, GrainShape shape, GrainTables tables) {
        GrainMap map = new GrainMap(shape, tables, false);
        return new SparseFile(
                new MappedContent(file, name, map, CompressedUnits.NONE, shape.grainBytes()),
                Optional.empty(),
                Optional.empty(),
                List.of("grains of " + shape.grainBytes() + " bytes"),
                List.of());
    }

    @Override
    public void close() {
        decoder.ifPresent(DecodedUnits::close);
    }
}
