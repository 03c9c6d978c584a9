package io.colama.nbd.protocol;

import java.util.Optional;

/** What a client may ask in the handshake. Source: [proto.md, "Option types"]. */
public enum Option implements Coded {
    /** Go on to the transmission with the export of this name; a failure cannot be told. */
    EXPORT_NAME(1),

    /** End the session. */
    ABORT(2),

    /** Name the exports. */
    LIST(3),

    /** Go on encrypted. */
    STARTTLS(5),

    /** Describe an export. */
    INFO(6),

    /** Describe an export and go on to the transmission with it. */
    GO(7),

    /** Use structured replies. */
    STRUCTURED_REPLY(8),

    /** Name the metadata contexts of an export. */
    LIST_META_CONTEXT(9),

    /** Select metadata contexts of an export. */
    SET_META_CONTEXT(10);

    private static final Option[] ALL = values();

    private final int code;

    Option(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }

    /** What a number stands for, if it is known. */
    public static Optional<Option> of(int code) {
        return Coded.of(ALL, code);
    }
}
