package io.colama.cli;

import io.colama.operations.Inspect;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The names of the forms of bills of materials, for the parser and the completion. */
final class BillNames implements ITypeConverter<Inspect.Bill>, Iterable<String> {

    private static List<String> names() {
        return Arrays.stream(Inspect.Bill.values())
                .map(bill -> bill.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    @Override
    public Inspect.Bill convert(String name) {
        return Arrays.stream(Inspect.Bill.values())
                .filter(bill -> bill.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException(
                                "'%s' is not one of the forms: %s"
                                        .formatted(name, String.join(", ", names()))));
    }

    @Override
    public Iterator<String> iterator() {
        return names().iterator();
    }
}
