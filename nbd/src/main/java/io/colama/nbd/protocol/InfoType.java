package io.colama.nbd.protocol;

import java.util.Optional;

/** Kinds of information about an export. Source: [proto.md, "Option reply types", NBD_REP_INFO]. */
public enum InfoType implements Coded {
    /** Its size and {@link ExportFlags}. */
    EXPORT(0),

    /** Its name. */
    NAME(1),

    /** What it is, for people. */
    DESCRIPTION(2),

    /** The least, the preferred and the greatest size of requests. */
    BLOCK_SIZE(3);

    private static final InfoType[] ALL = values();

    private final int code;

    InfoType(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }

    /** What a number stands for, if it is known. */
    public static Optional<InfoType> of(int code) {
        return Coded.of(ALL, code);
    }
}
