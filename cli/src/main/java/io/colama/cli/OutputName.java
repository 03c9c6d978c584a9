package io.colama.cli;

import io.colama.disk.image.DiskFormat;
import io.colama.operations.MachineOutput;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What is written at check-out: disks in a format, or a whole machine in a form. */
record OutputName(Optional<DiskFormat> disks, Optional<MachineOutput> machine) {

    private static List<String> names() {
        return Stream.concat(
                        DiskFormat.written().stream().map(DiskFormat::formatName),
                        Arrays.stream(MachineOutput.values()).map(MachineOutput::outputName))
                .toList();
    }

    /** What the ending of a file says, if it is that of a package. */
    static Optional<OutputName> byEnding(String file) {
        if (file.endsWith(".ova")) {
            return Optional.of(of(MachineOutput.OVA));
        }
        return file.endsWith(".box")
                ? Optional.of(of(MachineOutput.BOX_LIBVIRT))
                : Optional.empty();
    }

    private static OutputName of(MachineOutput output) {
        return new OutputName(Optional.empty(), Optional.of(output));
    }

    /** The names, for the parser and the completion. */
    static final class Names implements ITypeConverter<OutputName>, Iterable<String> {

        @Override
        public OutputName convert(String name) {
            Optional<DiskFormat> disks = DiskFormat.byName(name).filter(DiskFormat::writable);
            Optional<MachineOutput> machine = MachineOutput.byName(name);
            if (disks.isEmpty() && machine.isEmpty()) {
                throw new TypeConversionException(
                        "'%s' is not one of the formats: %s"
                                .formatted(name, String.join(", ", names())));
            }
            return new OutputName(disks, machine);
        }

        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }
}
