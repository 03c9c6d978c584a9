package io.colama.disk.image;

import java.util.Arrays;
import java.util.Optional;

/** A format of disk images that is read and written. */
public enum DiskFormat {
    /** The bytes of the disk, one for one. */
    RAW("raw"),
    /** QEMU copy-on-write, versions 2 and 3. */
    QCOW2("qcow2"),
    /** VMware virtual disks, in one file or several. */
    VMDK("vmdk");

    private final String formatName;

    DiskFormat(String formatName) {
        this.formatName = formatName;
    }

    /** The name that users type, as qemu-img has it. */
    public String formatName() {
        return formatName;
    }

    /** The format of this name, exactly as {@link #formatName()} spells it. */
    public static Optional<DiskFormat> byName(String name) {
        return Arrays.stream(values()).filter(format -> format.formatName.equals(name)).findFirst();
    }
}
