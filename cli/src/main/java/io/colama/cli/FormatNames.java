package io.colama.cli;

import io.colama.disk.image.DiskFormat;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The names of the formats that are read, for the parser and the completion. */
final class FormatNames implements ITypeConverter<DiskFormat>, Iterable<String> {

    private static List<String> names() {
        return Arrays.stream(DiskFormat.values()).map(DiskFormat::formatName).toList();
    }

    @Override
    public DiskFormat convert(String name) {
        return byName(name, names());
    }

    static DiskFormat byName(String name, List<String> expected) {
        return DiskFormat.byName(name)
                .orElseThrow(() ->
                        new TypeConversionException(
                                "'%s' is not one of the formats: %s"
                                        .formatted(name, String.join(", ", expected))));
    }

    @Override
    public Iterator<String> iterator() {
        return names().iterator();
    }
}
