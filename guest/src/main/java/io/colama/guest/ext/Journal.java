package io.colama.guest.ext;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Reads a journal as a mount does: the transactions from its start on that were committed, with
 * what later ones revoked.
 *
 * <p>The first block that does not belong to the next transaction ends the journal. Where the
 * journal has checksums they decide too: a transaction with a wrong one was not written whole, and
 * neither it nor what follows counts.
 */
final class Journal {

    private static final int DESCRIPTOR = 1;
    private static final int COMMIT = 2;
    private static final int REVOKE = 5;
    private static final int HEADER = 12;
    private static final int UUID_BYTES = 16;
    private static final int REVOKE_HEADER = 16;
    private static final int TAIL = 4;
    private static final int COMMIT_CHECKSUM_AT = 16;
    private static final int FLAG_ESCAPED = 1;
    private static final int FLAG_SAME_UUID = 2;
    private static final int FLAG_LAST = 8;
    private static final long MOST_BLOCKS = 1 << 24;

    private final BlockSource journal;
    private final JournalHeader header;
    private final int blockBytes;
    private final Map<Long, Copy> copies = new HashMap<>();
    private final Map<Long, Long> revoked = new HashMap<>();
    private long at;
    private long walked;

    private Journal(BlockSource journal, JournalHeader header) {
        this.journal = journal;
        this.header = header;
        this.blockBytes = (int) header.blockBytes();
        this.at = header.start();
    }

    /**
     * The newest committed form of a block.
     *
     * @param journalBlock where it lies in the journal
     * @param escaped whether its first four bytes were made zero because they look like a header
     * @param sequence the transaction, counted from the first one read
     */
    record Copy(long journalBlock, boolean escaped, long sequence) {}

    /**
     * What a journal holds for the volume.
     *
     * @param copies by the block of the volume
     * @param fastCommits whether commits of the short form may follow, which are not read
     */
    record Content(Map<Long, Copy> copies, boolean fastCommits) {}

    /** A block that a transaction under way wants to replace. */
    private record Tag(long target, long journalBlock, boolean escaped, long checksum) {}

    /**
     * Reads what a journal says of the volume; empty when it has nothing to replay.
     *
     * @param journal its bytes from its superblock on
     * @param blockBytes of the volume
     */
    static Optional<Content> read(BlockSource journal, int blockBytes) throws IOException {
        if (journal.size() < blockBytes) {
            throw new ImageException.Damaged(
                    "a journal of %d bytes found".formatted(journal.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(JournalHeader.LAYOUT.size());
        journal.read(0, bytes);
        JournalHeader header = JournalHeader.LAYOUT.parse(bytes.flip(), "journal superblock");
        boolean known =
                header.magic() == JournalHeader.MAGIC
                        && (header.type() == JournalHeader.SUPERBLOCK_V1
                                || header.type() == JournalHeader.SUPERBLOCK_V2);
        if (!known) {
            throw new ImageException.Damaged(
                    "a journal with signature 0x%x and type %d found, 0x%x and 3 or 4 expected"
                            .formatted(header.magic(), header.type(), JournalHeader.MAGIC));
        }
        if (header.start() == 0) {
            return Optional.empty();
        }
        boolean sane =
                header.blockBytes() == blockBytes
                        && header.blocks() <= journal.size() / blockBytes
                        && header.blocks() <= MOST_BLOCKS
                        && header.first() >= 1
                        && header.first() < header.end()
                        && header.start() >= header.first()
                        && header.start() < header.end();
        if (!sane) {
            throw new ImageException.Damaged(
                    "a journal of %d blocks of %d bytes, first %d, start %d found in %d bytes"
                            .formatted(
                                    header.blocks(),
                                    header.blockBytes(),
                                    header.first(),
                                    header.start(),
                                    journal.size()));
        }
        Journal reading = new Journal(journal, header);
        reading.readTransactions();
        return Optional.of(new Content(Map.copyOf(reading.copies), header.fastCommits()));
    }

    private void readTransactions() throws IOException {
        long done = 0;
        while (readTransaction((int) (header.sequence() + done), done)) {
            done++;
        }
        copies.entrySet()
                .removeIf(copy -> {
                    Long until = revoked.get(copy.getKey());
                    return until != null && copy.getValue().sequence() <= until;
                });
    }

    /** Takes one transaction; false when it is not there or not whole. */
    private boolean readTransaction(int sequence, long order) throws IOException {
        List<Tag> tags = new ArrayList<>();
        List<Long> revokes = new ArrayList<>();
        while (walked <= header.blocks()) {
            ByteBuffer block = next();
            if (!isHeader(block) || block.getInt(8) != sequence) {
                return false;
            }
            switch (block.getInt(4)) {
                case DESCRIPTOR -> {
                    if (!tailMatches(block)) {
                        return false;
                    }
                    readTags(block, tags);
                }
                case REVOKE -> {
                    if (!tailMatches(block)) {
                        return false;
                    }
                    readRevokes(block, revokes);
                }
                case COMMIT -> {
                    if (!commitMatches(block) || !dataMatch(tags, sequence)) {
                        return false;
                    }
                    for (Tag tag : tags) {
                        copies.put(tag.target, new Copy(tag.journalBlock, tag.escaped, order));
                    }
                    revokes.forEach(target -> revoked.put(target, order));
                    return true;
                }
                default -> {
                    return false;
                }
            }
        }
        return false;
    }

    private ByteBuffer next() throws IOException {
        ByteBuffer block = read(at);
        step();
        return block;
    }

    private void step() {
        walked++;
        at = at + 1 == header.end() ? header.first() : at + 1;
    }

    private ByteBuffer read(long block) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(blockBytes).order(ByteOrder.BIG_ENDIAN);
        journal.read(block * blockBytes, bytes);
        return bytes.flip();
    }

    private static boolean isHeader(ByteBuffer block) {
        return (block.getInt(0) & 0xffff_ffffL) == JournalHeader.MAGIC;
    }

    private void readTags(ByteBuffer block, List<Tag> tags) {
        int end = blockBytes - (header.checksums() ? TAIL : 0);
        int size = header.tagBytes();
        for (int tag = HEADER; tag + size <= end; ) {
            long target = block.getInt(tag) & 0xffff_ffffL;
            int flags = header.checksum3() ? block.getInt(tag + 4) : block.getShort(tag + 6);
            if (header.wide()) {
                target |= (block.getInt(tag + 8) & 0xffff_ffffL) << 32;
            }
            long sum =
                    header.checksum3()
                            ? block.getInt(tag + 12) & 0xffff_ffffL
                            : block.getShort(tag + 4) & 0xffffL;
            tags.add(new Tag(target, at, (flags & FLAG_ESCAPED) != 0, sum));
            step();
            tag += size + ((flags & FLAG_SAME_UUID) == 0 ? UUID_BYTES : 0);
            if ((flags & FLAG_LAST) != 0 || walked > header.blocks()) {
                return;
            }
        }
    }

    private void readRevokes(ByteBuffer block, List<Long> revokes) {
        int used = Math.clamp(block.getInt(HEADER), 0, blockBytes);
        int size = header.wide() ? Long.BYTES : Integer.BYTES;
        for (int entry = REVOKE_HEADER; entry + size <= used; entry += size) {
            revokes.add(header.wide() ? block.getLong(entry) : block.getInt(entry) & 0xffff_ffffL);
        }
    }

    private boolean tailMatches(ByteBuffer block) {
        if (!header.checksums()) {
            return true;
        }
        int tail = blockBytes - TAIL;
        int stored = block.getInt(tail);
        return checksum(block.duplicate().order(ByteOrder.BIG_ENDIAN).putInt(tail, 0)) == stored;
    }

    private boolean commitMatches(ByteBuffer block) {
        if (!header.checksums()) {
            return true;
        }
        int stored = block.getInt(COMMIT_CHECKSUM_AT);
        return checksum(block.putInt(COMMIT_CHECKSUM_AT, 0)) == stored;
    }

    private boolean dataMatch(List<Tag> tags, int sequence) throws IOException {
        if (!header.checksums()) {
            return true;
        }
        for (Tag tag : tags) {
            ByteBuffer number = ByteBuffer.allocate(Integer.BYTES).putInt(0, sequence);
            long sum = checksum(number, read(tag.journalBlock)) & 0xffff_ffffL;
            if ((header.checksum3() ? sum : sum & 0xffff) != tag.checksum) {
                return false;
            }
        }
        return true;
    }

    /** CRC-32C as Linux counts it, without the final inversion, from the journal's UUID on. */
    private int checksum(ByteBuffer... parts) {
        CRC32C sum = new CRC32C();
        sum.update(header.id().duplicate());
        for (ByteBuffer part : parts) {
            sum.update(part.duplicate().clear());
        }
        return ~(int) sum.getValue();
    }
}
