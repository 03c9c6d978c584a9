package io.colama.definition.machine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The way by which a disk or drive is attached. */
public enum DiskBus {
    /** Parallel ATA: a controller is a channel, its units are 0 and 1. */
    IDE,
    /** Serial ATA. */
    SATA,
    /** SCSI, whichever the controller. */
    SCSI,
    /** The paravirtual block device of virtio; every disk is its own controller. */
    VIRTIO,
    /** NVM Express; units are namespaces. */
    NVME,
    /** A USB mass storage device. */
    USB,
    /** The paravirtual block device of Xen. */
    XEN,
    /** The floppy controller; only drives are attached to it. */
    FDC;

    /** The word for it in lower case, as most formats spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The bus of this word, in any case. */
    public static Optional<DiskBus> byWord(String word) {
        return Arrays.stream(values()).filter(bus -> bus.name().equalsIgnoreCase(word)).findFirst();
    }
}
