package io.colama.nbd.protocol;

/** The numbers that messages begin with. Source: [proto.md, "Values", "Magic"]. */
public final class Magic {

    /** The first eight bytes of a server: {@code NBDMAGIC}. */
    public static final long SERVER = 0x4e42444d41474943L;

    /** What follows in the oldstyle handshake, which nothing can be asked in. */
    public static final long OLDSTYLE = 0x420281861253L;

    /** What follows in the newstyle handshake, and begins each option: {@code IHAVEOPT}. */
    public static final long OPTION = 0x49484156454f5054L;

    /** Begins each reply to an option. */
    public static final long OPTION_REPLY = 0x3e889045565a9L;

    /** Begins each request. */
    public static final int REQUEST = 0x25609513;

    /** Begins a simple reply. */
    public static final int SIMPLE_REPLY = 0x67446698;

    /** Begins each chunk of a structured reply. */
    public static final int STRUCTURED_REPLY = 0x668e33ef;

    private Magic() {}
}
