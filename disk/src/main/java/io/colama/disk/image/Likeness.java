package io.colama.disk.image;

/** How much the bytes of a file look like a format; declared from no to yes. */
public enum Likeness {
    /** The signature does not stand there. */
    NO,
    /** The signature stands there, and other fields cannot be right: damaged, or chance. */
    MAYBE,
    /** The signature and other fields are right. */
    YES
}
