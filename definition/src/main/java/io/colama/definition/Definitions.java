package io.colama.definition;

import io.colama.definition.hyperv.HyperVReader;
import io.colama.definition.libvirt.LibvirtReader;
import io.colama.definition.libvirt.LibvirtWriter;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.WriteChoices;
import io.colama.definition.ovf.OvfReader;
import io.colama.definition.ovf.OvfWriter;
import io.colama.definition.proxmox.ProxmoxReader;
import io.colama.definition.proxmox.ProxmoxWriter;
import io.colama.definition.vagrant.BoxDescriptors;
import io.colama.definition.vagrant.BoxMetadata;
import io.colama.definition.virtualbox.VboxReader;
import io.colama.definition.virtualbox.VboxWriter;
import io.colama.definition.vmware.VmxReader;
import io.colama.definition.vmware.VmxWriter;
import io.colama.definition.xen.XlReader;
import io.colama.definition.xen.XlWriter;
import java.util.List;
import java.util.Optional;

/**
 * Reads, recognizes and writes definitions of machines.
 *
 * <p>What is more than one file has a door of its own: {@link
 * io.colama.definition.archive.OvaArchive}, {@link io.colama.definition.vagrant.VagrantBox}, {@link
 * io.colama.definition.hyperv.HyperVExport}, and {@link VmxReader} for a {@code .vmx} with its
 * {@code .vmsd}.
 */
public final class Definitions {

    private Definitions() {}

    /**
     * The format of a file by what is in it; where that leaves a choice, by its name.
     *
     * @param fileName the name of the file, of which only the ending matters
     */
    public static Optional<DefinitionFormat> probe(String fileName, byte[] content) {
        return Probe.of(fileName, content);
    }

    /**
     * What a definition file says.
     *
     * @throws DefinitionException.NotThisFormat when it is of none of the formats
     * @throws DefinitionException when it is of one and cannot be read
     */
    public static ReadDefinition read(String fileName, byte[] content) throws DefinitionException {
        Optional<DefinitionFormat> format = probe(fileName, content);
        if (format.isEmpty()) {
            throw new DefinitionException.NotThisFormat(
                    fileName + ": no definition of a machine found; name its format if it is one");
        }
        return read(format.get(), fileName, content);
    }

    /**
     * What a definition file of a known format says.
     *
     * @throws DefinitionException.NotThisFormat when it is of another format
     * @throws DefinitionException when it cannot be read
     */
    public static ReadDefinition read(DefinitionFormat format, String fileName, byte[] content)
            throws DefinitionException {
        return switch (format) {
            case LIBVIRT -> LibvirtReader.read(fileName, content);
            case OVF -> OvfReader.read(fileName, content);
            case VMX -> VmxReader.read(fileName, content);
            case VBOX -> VboxReader.read(fileName, content);
            case PROXMOX -> ProxmoxReader.read(fileName, content);
            case XL -> XlReader.read(fileName, content);
            case VAGRANT -> BoxMetadata.read(fileName, content);
            case HYPERV -> HyperVReader.read(fileName, content);
        };
    }

    /**
     * The definition of {@code machine} in a format, as the bytes of its file.
     *
     * @throws DefinitionException.Unsupported when the format is not written
     */
    public static byte[] write(
            DefinitionFormat format, MachineDefinition machine, WriteChoices choices)
            throws DefinitionException {
        MachineDefinition placed = machine.withDiskFiles(choices.diskFiles());
        return switch (format) {
            case LIBVIRT -> LibvirtWriter.write(placed);
            case OVF -> OvfWriter.write(machine, choices);
            case VMX -> VmxWriter.write(placed);
            case VBOX -> VboxWriter.write(placed);
            case PROXMOX -> ProxmoxWriter.write(placed);
            case XL -> XlWriter.write(placed);
            case VAGRANT -> BoxDescriptors.metadata(placed, choices.boxProvider());
            case HYPERV ->
                    throw new DefinitionException.Unsupported(
                            format.formatName() + ": definitions are not written in this format");
        };
    }

    /**
     * What of {@code machine} a format has no words for, a sentence each: found by writing it and
     * reading it again.
     *
     * @throws DefinitionException.Unsupported when the format is not written
     */
    public static List<String> losses(
            DefinitionFormat format, MachineDefinition machine, WriteChoices choices)
            throws DefinitionException {
        return Losses.of(format, machine, choices);
    }
}
