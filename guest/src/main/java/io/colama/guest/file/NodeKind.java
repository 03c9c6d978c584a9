package io.colama.guest.file;

import java.util.Locale;
import java.util.Optional;

/** What a name in a directory can stand for. */
public enum NodeKind {
    /** Bytes. */
    FILE,
    /** Names. */
    DIRECTORY,
    /** A path to follow; on Windows also a junction. */
    SYMLINK,
    /** A character device. */
    CHARACTER_DEVICE,
    /** A block device. */
    BLOCK_DEVICE,
    /** A named pipe. */
    FIFO,
    /** A socket. */
    SOCKET,
    /** Something else, such as a whiteout or a reparse point of an unknown kind. */
    OTHER;

    private static final int TYPE_SHIFT = 12;

    /** The kind that a Unix mode says, from its upper four bits. */
    public static NodeKind ofMode(int mode) {
        return switch ((mode >>> TYPE_SHIFT) & 0xf) {
            case 0x1 -> FIFO;
            case 0x2 -> CHARACTER_DEVICE;
            case 0x4 -> DIRECTORY;
            case 0x6 -> BLOCK_DEVICE;
            case 0x8 -> FILE;
            case 0xa -> SYMLINK;
            case 0xc -> SOCKET;
            default -> OTHER;
        };
    }

    /**
     * The kind that the type in an entry of a directory says, in the numbers that ext, XFS and
     * btrfs share; empty for one that says nothing, so that the file itself is to be asked.
     */
    public static Optional<NodeKind> ofEntryType(int type) {
        return switch (type) {
            case 1 -> Optional.of(FILE);
            case 2 -> Optional.of(DIRECTORY);
            case 3 -> Optional.of(CHARACTER_DEVICE);
            case 4 -> Optional.of(BLOCK_DEVICE);
            case 5 -> Optional.of(FIFO);
            case 6 -> Optional.of(SOCKET);
            case 7 -> Optional.of(SYMLINK);
            default -> Optional.empty();
        };
    }

    /** One word for programs: {@code character-device}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For people, as in a sentence: {@code character device}. */
    public String shown() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
