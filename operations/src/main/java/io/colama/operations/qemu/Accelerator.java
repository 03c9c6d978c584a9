package io.colama.operations.qemu;

import java.util.Locale;

/** How QEMU runs a guest. */
public enum Accelerator {
    /** By the processor, through Linux. */
    KVM,
    /** By translation. */
    TCG;

    /** The word that QEMU has for it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
