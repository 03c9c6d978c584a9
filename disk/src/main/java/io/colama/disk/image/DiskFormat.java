package io.colama.disk.image;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A format of disk images that is read. */
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
    VMDK("vmdk"),
    /** QEMU copy-on-write, version 1. */
    QCOW("qcow", false),
    /** Parallels expandable images. */
    PARALLELS("parallels", false),
    /** A raw image compressed by gzip. */
    GZIP("gz", false),
    /** A raw image compressed by xz. */
    XZ("xz", false),
    /** A raw image compressed by zstd. */
    ZSTD("zst", false),
    /** A raw image compressed by bzip2. */
    BZIP2("bz2", false);

    private final String formatName;
    private final String qemuName;
    private final boolean writable;

    DiskFormat(String formatName) {
        this(formatName, formatName, true);
    }

    DiskFormat(String formatName, String qemuName) {
        this(formatName, qemuName, true);
    }

    DiskFormat(String formatName, boolean writable) {
        this(formatName, formatName, writable);
    }

    DiskFormat(String formatName, String qemuName, boolean writable) {
        this.formatName = formatName;
        this.qemuName = qemuName;
        this.writable = writable;
    }

    /** The name that users type. */
    public String formatName() {
        return formatName;
    }

    /** Whether images of this format are written; all are read. */
    public boolean writable() {
        return writable;
    }

    /** The formats that are written. */
    public static List<DiskFormat> written() {
        return Arrays.stream(values()).filter(DiskFormat::writable).toList();
    }

    /** The format of this name, as {@link #formatName()} or else qemu-img spells it. */
    public static Optional<DiskFormat> byName(String name) {
        return Arrays.stream(values())
                .filter(format -> format.formatName.equals(name) || format.qemuName.equals(name))
                .findFirst();
    }
}
