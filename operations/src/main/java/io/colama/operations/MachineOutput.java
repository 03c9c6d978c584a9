package io.colama.operations;

import io.colama.definition.machine.DefinitionFormat;
import io.colama.disk.image.DiskFormat;
import java.util.Arrays;
import java.util.Optional;

/** A form in which a whole machine is written: its definition and its disks. */
public enum MachineOutput {
    /** An OVF package in one file. */
    OVA("ova", DefinitionFormat.OVF, DiskFormat.VMDK, true, true),
    /** An OVF descriptor, manifest and stream-optimized disks in a directory. */
    OVF("ovf", DefinitionFormat.OVF, DiskFormat.VMDK, true, false),
    /** For VMware, in a directory. */
    VMX("vmx", DefinitionFormat.VMX, DiskFormat.VMDK, false, false),
    /** For VirtualBox, in a directory. */
    VBOX("vbox", DefinitionFormat.VBOX, DiskFormat.VDI, false, false),
    /** Domain XML of libvirt, in a directory. */
    LIBVIRT("libvirt", DefinitionFormat.LIBVIRT, DiskFormat.QCOW2, false, false),
    /** For Proxmox VE, in a directory. */
    PROXMOX("proxmox", DefinitionFormat.PROXMOX, DiskFormat.QCOW2, false, false),
    /** For Xen's xl, in a directory. */
    XL("xl", DefinitionFormat.XL, DiskFormat.RAW, false, false),
    /** A Vagrant box for vagrant-libvirt. */
    BOX_LIBVIRT("vagrant-libvirt", DefinitionFormat.VAGRANT, DiskFormat.QCOW2, false, true),
    /** A Vagrant box for VirtualBox. */
    BOX_VIRTUALBOX("vagrant-virtualbox", DefinitionFormat.VAGRANT, DiskFormat.VMDK, true, true);

    private final String outputName;
    private final DefinitionFormat definition;
    private final DiskFormat disks;
    private final boolean compressed;
    private final boolean oneFile;

    MachineOutput(
            String outputName,
            DefinitionFormat definition,
            DiskFormat disks,
            boolean compressed,
            boolean oneFile) {
        this.outputName = outputName;
        this.definition = definition;
        this.disks = disks;
        this.compressed = compressed;
        this.oneFile = oneFile;
    }

    /** The name that users type. */
    public String outputName() {
        return outputName;
    }

    /** Whether it is one file; a directory otherwise. */
    public boolean oneFile() {
        return oneFile;
    }

    /** The ending of the file's name; empty for a directory. */
    public String suffix() {
        return oneFile ? this == OVA ? "ova" : "box" : "";
    }

    DefinitionFormat definition() {
        return definition;
    }

    DiskFormat disks() {
        return disks;
    }

    boolean compressed() {
        return compressed;
    }

    /** The form of this name, exactly as {@link #outputName()} spells it. */
    public static Optional<MachineOutput> byName(String name) {
        return Arrays.stream(values()).filter(one -> one.outputName.equals(name)).findFirst();
    }
}
