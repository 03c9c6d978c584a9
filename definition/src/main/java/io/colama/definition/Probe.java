package io.colama.definition;

import io.colama.definition.libvirt.LibvirtReader;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.ovf.OvfReader;
import io.colama.definition.xml.Sniff;
import io.colama.definition.xml.XmlElement;
import io.colama.definition.xml.XmlReader;
import java.util.Optional;

/** Recognizes formats. */
final class Probe {

    private Probe() {}

    static Optional<DefinitionFormat> of(String fileName, byte[] content) {
        try {
            return Sniff.mayBeXml(content)
                    ? xml(XmlReader.read(fileName, content))
                    : Optional.empty();
        } catch (DefinitionException none) {
            return Optional.empty();
        }
    }

    private static Optional<DefinitionFormat> xml(XmlElement root) {
        if (LibvirtReader.recognizes(root)) {
            return Optional.of(DefinitionFormat.LIBVIRT);
        }
        return OvfReader.recognizes(root) ? Optional.of(DefinitionFormat.OVF) : Optional.empty();
    }
}
