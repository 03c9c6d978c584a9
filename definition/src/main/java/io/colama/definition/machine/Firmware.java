package io.colama.definition.machine;

/**
 * What runs before the operating system.
 *
 * @param kind BIOS or UEFI
 * @param secureBoot whether UEFI checks signatures
 * @param tpm whether there is a trusted platform module
 */
public record Firmware(Kind kind, boolean secureBoot, boolean tpm) {

    /** A BIOS and nothing else. */
    public static final Firmware BIOS = new Firmware(Kind.BIOS, false, false);

    /** UEFI without secure boot and TPM. */
    public static final Firmware UEFI = new Firmware(Kind.UEFI, false, false);

    /** The kinds of firmware. */
    public enum Kind {
        /** The PC BIOS, or what an architecture has in its place. */
        BIOS,
        /** The Unified Extensible Firmware Interface. */
        UEFI
    }

    /** Checks that only UEFI boots securely. */
    public Firmware {
        if (secureBoot && kind != Kind.UEFI) {
            throw new IllegalArgumentException("secure boot without UEFI");
        }
    }

    /** UEFI or BIOS; secure boot is dropped where there is no UEFI. */
    public static Firmware of(boolean uefi, boolean secureBoot, boolean tpm) {
        return new Firmware(uefi ? Kind.UEFI : Kind.BIOS, uefi && secureBoot, tpm);
    }

    /** Whether it is UEFI. */
    public boolean uefi() {
        return kind == Kind.UEFI;
    }
}
