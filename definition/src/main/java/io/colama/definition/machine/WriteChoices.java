package io.colama.definition.machine;

import java.util.List;

/**
 * What a writer must know beyond the machine.
 *
 * @param ovfVersion the version of OVF to write
 * @param diskFiles the file of each disk in the machine's order; empty to keep the names, formats
 *     and sizes that the machine has
 * @param boxProvider the provider that a Vagrant box is for
 */
public record WriteChoices(
        OvfVersion ovfVersion, List<DiskFile> diskFiles, BoxProvider boxProvider) {

    /** The versions of OVF that are written. */
    public enum OvfVersion {
        /** What nearly every program reads. */
        V1_1,
        /** The newest. */
        V2_0
    }

    /** The providers that Vagrant boxes are written for. */
    public enum BoxProvider {
        /** The plug-in vagrant-libvirt. */
        LIBVIRT,
        /** VirtualBox. */
        VIRTUALBOX
    }

    /** Copies the list. */
    public WriteChoices {
        diskFiles = List.copyOf(diskFiles);
    }

    /** OVF 1.1, the machine's own file names, boxes for libvirt. */
    public static WriteChoices defaults() {
        return new WriteChoices(OvfVersion.V1_1, List.of(), BoxProvider.LIBVIRT);
    }

    /** The same with these files for the disks. */
    public WriteChoices withDiskFiles(List<DiskFile> files) {
        return new WriteChoices(ovfVersion, files, boxProvider);
    }

    /** The same with this version of OVF. */
    public WriteChoices withOvfVersion(OvfVersion version) {
        return new WriteChoices(version, diskFiles, boxProvider);
    }

    /** The same for this provider. */
    public WriteChoices withBoxProvider(BoxProvider provider) {
        return new WriteChoices(ovfVersion, diskFiles, provider);
    }
}
