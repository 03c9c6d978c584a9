package io.colama.definition;

import io.colama.definition.hyperv.HyperVReader;
import io.colama.definition.libvirt.LibvirtReader;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.ovf.OvfReader;
import io.colama.definition.proxmox.ProxmoxReader;
import io.colama.definition.vagrant.BoxMetadata;
import io.colama.definition.virtualbox.VboxReader;
import io.colama.definition.vmware.VmxReader;
import io.colama.definition.xen.XlReader;
import io.colama.definition.xml.Sniff;
import io.colama.definition.xml.XmlElement;
import io.colama.definition.xml.XmlReader;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Recognizes formats. */
final class Probe {

    private Probe() {}

    static Optional<DefinitionFormat> of(String fileName, byte[] content) {
        try {
            return Sniff.mayBeXml(content)
                    ? xml(XmlReader.read(fileName, content))
                    : text(fileName, content);
        } catch (DefinitionException none) {
            return Optional.empty();
        }
    }

    private static Optional<DefinitionFormat> xml(XmlElement root) {
        if (LibvirtReader.recognizes(root)) {
            return Optional.of(DefinitionFormat.LIBVIRT);
        }
        if (OvfReader.recognizes(root)) {
            return Optional.of(DefinitionFormat.OVF);
        }
        if (HyperVReader.recognizes(root)) {
            return Optional.of(DefinitionFormat.HYPERV);
        }
        return VboxReader.recognizes(root) ? Optional.of(DefinitionFormat.VBOX) : Optional.empty();
    }

    /** The strictest first; the name decides only where nothing else did. */
    private static Optional<DefinitionFormat> text(String fileName, byte[] content) {
        if (HyperVReader.recognizes(content)) {
            return Optional.of(DefinitionFormat.HYPERV);
        }
        if (BoxMetadata.recognizes(content)) {
            return Optional.of(DefinitionFormat.VAGRANT);
        }
        if (VmxReader.recognizes(content)) {
            return Optional.of(DefinitionFormat.VMX);
        }
        if (ProxmoxReader.recognizes(content)) {
            return Optional.of(DefinitionFormat.PROXMOX);
        }
        if (XlReader.recognizes(content)) {
            return Optional.of(DefinitionFormat.XL);
        }
        return byName(fileName, content);
    }

    private static Optional<DefinitionFormat> byName(String fileName, byte[] content) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return Stream.of(DefinitionFormat.VMX, DefinitionFormat.PROXMOX, DefinitionFormat.XL)
                .filter(format -> lower.endsWith("." + format.extension()))
                .filter(format -> isRead(format, fileName, content))
                .findFirst();
    }

    /** Whether a file is read as what it is called, or names a feature that is not. */
    private static boolean isRead(DefinitionFormat format, String fileName, byte[] content) {
        try {
            return !Definitions.read(format, fileName, content).machines().isEmpty();
        } catch (DefinitionException.Unsupported named) {
            return true;
        } catch (DefinitionException none) {
            return false;
        }
    }
}
