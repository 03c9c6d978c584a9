package io.colama.guest.file;

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
}
