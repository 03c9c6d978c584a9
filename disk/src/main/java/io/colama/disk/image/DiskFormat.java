package io.colama.disk.image;

import java.util.Arrays;
import java.util.Optional;

/** A format of disk images that is read and written. */
public enum DiskFormat {
    /** The bytes of the disk, one for one. */
    RAW("raw"),
    /** QEMU copy-on-write, versions 2 and 3. */
    QCOW2("qcow2"),
    /** VirtualBox disk image. */
    VDI("vdi"),
    /** Virtual PC and Hyper-V, version 1. */
    VHD("vhd", "vpc"),
    /** Hyper-V, version 2. */
    VHDX("vhdx"),
    /** VMware virtual disks, in one file or several. */
    VMDK("vmdk");

    private final String formatName;
    private final String qemuName;

    DiskFormat(String formatName) {
        this(formatName, formatName);
    }

    DiskFormat(String formatName, String qemuName) {
        this.formatName = formatName;
        this.qemuName = qemuName;
    }

    /** The name that users type. */
    public String formatName() {
        return formatName;
    }

    /** The format of this name, as {@link #formatName()} or else qemu-img spells it. */
    public static Optional<DiskFormat> byName(String name) {
        return Arrays.stream(values())
                .filter(format -> format.formatName.equals(name) || format.qemuName.equals(name))
                .findFirst();
    }
}
