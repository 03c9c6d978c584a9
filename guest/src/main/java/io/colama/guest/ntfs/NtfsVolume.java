package io.colama.guest.ntfs;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records of a volume by their numbers, and its letters. Any number of threads. */
final class NtfsVolume {

    private static final int PAGE = 4096;
    private static final int PAGES = 1024;

    private final BlockSource content;
    private final BlockSource metadata;
    private final BootSector boot;
    private final BlockSource table;
    private volatile @Nullable UpCase upCase;

    private NtfsVolume(
            BlockSource content, BlockSource metadata, BootSector boot, BlockSource table) {
        this.content = content;
        this.metadata = metadata;
        this.boot = boot;
        this.table = table;
    }

    /** Finds the whole master file table, which describes itself in its first record. */
    static NtfsVolume open(BlockSource volume, BootSector boot) throws IOException {
        BlockSource metadata = BlockSources.cached(volume, PAGE, PAGES);
        MftRecord first = firstRecord(metadata, boot);
        List<Attribute> pieces = first.attributes().stream().filter(NtfsVolume::isTable).toList();
        if (pieces.isEmpty()) {
            throw new ImageException.Damaged("the master file table has no content");
        }
        BlockSource start =
                Stream.of(pieces, boot.clusterBytes(), "master file table").content(metadata);
        NtfsVolume partial = new NtfsVolume(volume, metadata, boot, start);
        Optional<AttributeList> list = AttributeList.of(partial, first);
        if (list.isEmpty()) {
            return partial;
        }
        // each further piece lies in a record that the pieces before it hold
        for (AttributeList.Item item : list.get().items(Attribute.DATA)) {
            if (item.name().isEmpty() && item.record() != 0) {
                pieces = append(pieces, item.in(partial.record(item.record()), 0));
                BlockSource more =
                        Stream.of(pieces, boot.clusterBytes(), "master file table")
                                .content(metadata);
                partial = new NtfsVolume(volume, metadata, boot, more);
            }
        }
        return partial;
    }

    private static List<Attribute> append(List<Attribute> pieces, Attribute piece) {
        List<Attribute> more = new ArrayList<>(pieces);
        more.add(piece);
        return more;
    }

    private static boolean isTable(Attribute attribute) {
        return attribute.type() == Attribute.DATA && attribute.name().isEmpty();
    }

    private static MftRecord firstRecord(BlockSource metadata, BootSector boot) throws IOException {
        try {
            return recordAt(metadata, boot, boot.tableCluster());
        } catch (ImageException.Damaged damaged) {
            try {
                return recordAt(metadata, boot, boot.mirrorCluster());
            } catch (ImageException.Damaged alsoMirror) {
                damaged.addSuppressed(alsoMirror);
                throw damaged;
            }
        }
    }

    private static MftRecord recordAt(BlockSource metadata, BootSector boot, long cluster)
            throws IOException {
        long at = cluster * boot.clusterBytes();
        if (at > metadata.size() - boot.recordBytes()) {
            throw new ImageException.Damaged(
                    "a master file table at 0x%x of a volume of 0x%x bytes found"
                            .formatted(at, metadata.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(boot.recordBytes());
        metadata.read(at, bytes);
        return MftRecord.of(bytes.flip(), 0);
    }

    /** A record, whatever it holds. */
    MftRecord record(long number) throws IOException {
        int size = boot.recordBytes();
        if (number < 0 || number >= table.size() / size) {
            throw new ImageException.Damaged(
                    "record %d found, below %d expected".formatted(number, table.size() / size));
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        table.read(number * size, bytes);
        return MftRecord.of(bytes.flip(), number);
    }

    int clusterBytes() {
        return boot.clusterBytes();
    }

    /** All bytes, for the content of files. */
    BlockSource content() {
        return content;
    }

    /** The same bytes through a cache, for what is looked at often. */
    BlockSource metadata() {
        return metadata;
    }

    /** The table of upper case letters; read once. */
    UpCase upCase() throws IOException {
        UpCase known = upCase;
        if (known == null) {
            known = UpCase.read(this);
            upCase = known;
        }
        return known;
    }
}
