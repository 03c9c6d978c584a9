package io.colama.definition.machine;

import java.util.Arrays;
import java.util.Optional;

/** A format in which programs keep the definition of a machine. */
public enum DefinitionFormat {
    /** The domain XML of libvirt. */
    LIBVIRT("libvirt", "xml", true),
    /** The Open Virtualization Format of the DMTF, 0.9 to 2.0. */
    OVF("ovf", "ovf", true),
    /** The configuration file of VMware. */
    VMX("vmx", "vmx", true),
    /** The settings file of VirtualBox. */
    VBOX("vbox", "vbox", true),
    /** What Hyper-V exports: XML up to 2012 R2, binary from 2016 on. */
    HYPERV("hyperv", "vmcx", false),
    /** The configuration file of a QEMU guest in Proxmox VE. */
    PROXMOX("proxmox", "conf", true),
    /** The domain configuration of Xen's {@code xl}, and of {@code xm} before it. */
    XL("xl", "cfg", true),
    /** The {@code metadata.json} of a Vagrant box. */
    VAGRANT("vagrant", "json", true);

    private final String formatName;
    private final String extension;
    private final boolean writable;

    DefinitionFormat(String formatName, String extension, boolean writable) {
        this.formatName = formatName;
        this.extension = extension;
        this.writable = writable;
    }

    /** The name that users type. */
    public String formatName() {
        return formatName;
    }

    /** The usual ending of a file name, without the dot. */
    public String extension() {
        return extension;
    }

    /** Whether definitions of this format are read; all are. */
    public boolean readable() {
        return true;
    }

    /** Whether definitions of this format are written. */
    public boolean writable() {
        return writable;
    }

    /** The format of this name, exactly as {@link #formatName()} spells it. */
    public static Optional<DefinitionFormat> byName(String name) {
        return Arrays.stream(values()).filter(format -> format.formatName.equals(name)).findFirst();
    }
}
