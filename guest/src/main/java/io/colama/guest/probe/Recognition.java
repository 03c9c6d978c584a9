package io.colama.guest.probe;

import java.util.Optional;

/**
 * Something that a volume may be.
 *
 * @param kind the name that {@code blkid} prints as {@code TYPE}, such as {@code crypto_LUKS}
 * @param usage what it is for
 * @param label the name that people gave it, where it is found at a fixed place
 * @param uuid its identifier as {@code blkid} prints it, where it is found at a fixed place
 * @param version the version of the format, where it has several
 * @param reason why it is not opened, such as {@code encrypted:luks2} or {@code unsupported:zfs};
 *     empty for what may be
 */
public record Recognition(
        String kind,
        Usage usage,
        Optional<String> label,
        Optional<String> uuid,
        Optional<String> version,
        Optional<String> reason) {

    /** What a volume is for. */
    public enum Usage {
        /** It holds files. */
        FILE_SYSTEM,
        /** It is a part of something larger. */
        RAID,
        /** It holds another volume, encrypted. */
        CRYPTO,
        /** Something else, such as swap. */
        OTHER
    }

    static Recognition of(String kind, Usage usage) {
        return new Recognition(
                kind,
                usage,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Recognition unsupported(String kind, Usage usage, String name) {
        return of(kind, usage).because("unsupported:" + name);
    }

    Recognition because(String given) {
        return new Recognition(kind, usage, label, uuid, version, Optional.of(given));
    }

    Recognition labelled(Optional<String> given) {
        return new Recognition(kind, usage, given, uuid, version, reason);
    }

    Recognition identified(Optional<String> given) {
        return new Recognition(kind, usage, label, given, version, reason);
    }

    Recognition versioned(String given) {
        return new Recognition(kind, usage, label, uuid, Optional.of(given), reason);
    }
}
