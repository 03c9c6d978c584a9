package io.colama.cli;

import io.colama.disk.image.DiskFormat;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The names of the formats that are written, for the parser and the completion. */
final class TargetFormatNames implements ITypeConverter<DiskFormat>, Iterable<String> {

    private static List<String> names() {
        return DiskFormat.written().stream().map(DiskFormat::formatName).toList();
    }

    @Override
    public DiskFormat convert(String name) {
        DiskFormat format = FormatNames.byName(name, names());
        if (!format.writable()) {
            throw new TypeConversionException(
                    "'%s' is read and not written; the formats that are written: %s"
                            .formatted(name, String.join(", ", names())));
        }
        return format;
    }

    @Override
    public Iterator<String> iterator() {
        return names().iterator();
    }
}
