package io.colama.guest.ext;

import io.colama.block.ImageException;
import io.colama.guest.file.GuestName;
import io.colama.guest.file.NodeKind;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Walks the entries of a block of a directory. */
final class ExtDirectory {

    private static final int HEADER = 8;
    private static final int ALIGNMENT = 4;

    private final boolean typed;
    private final String what;

    /**
     * @param typed whether entries hold the kind of file
     */
    ExtDirectory(boolean typed, String what) {
        this.typed = typed;
        this.what = what;
    }

    /** An entry. */
    record Name(long inode, String name, Optional<NodeKind> kind) {}

    /** Receives entries. */
    @FunctionalInterface
    interface Visitor {
        /** Whether to go on. */
        boolean visit(Name name) throws ImageException;
    }

    /** Visits the entries of {@code block}; false when the visitor had enough. */
    boolean walk(ByteBuffer block, Visitor visitor) throws ImageException {
        int at = 0;
        while (block.limit() - at >= HEADER) {
            long inode = block.getInt(at) & 0xffff_ffffL;
            int length = block.getShort(at + 4) & 0xffff;
            if (length == 0xffff || length == 0) {
                length = length == 0 && block.limit() < 65536 ? 0 : 65536;
            }
            int nameLength = block.get(at + 6) & 0xff;
            int nameLengthHigh = block.get(at + 7) & 0xff;
            if (length < HEADER
                    || length % ALIGNMENT != 0
                    || length > block.limit() - at
                    || nameLength > length - HEADER) {
                throw new ImageException.Damaged(
                        "%s: a directory entry of %d bytes with a name of %d at 0x%x of a block found"
                                .formatted(what, length, nameLength, at));
            }
            if (inode != 0) {
                String name = GuestName.decode(block.slice(at + HEADER, nameLength));
                Optional<NodeKind> kind =
                        typed ? NodeKind.ofEntryType(nameLengthHigh) : Optional.empty();
                if (GuestName.isProper(name) && !visitor.visit(new Name(inode, name, kind))) {
                    return false;
                }
            }
            at += length;
        }
        return true;
    }
}
