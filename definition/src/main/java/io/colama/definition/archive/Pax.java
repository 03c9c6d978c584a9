package io.colama.definition.archive;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.text.Numbers;
import java.util.Optional;
import java.util.OptionalLong;

/** The records of a pax header: {@code length key=value} and the end of a line. */
final class Pax {

    private Pax() {}

    /** The value of the last record with this key; records that are malformed are passed over. */
    static Optional<String> value(String records, String key) {
        Optional<String> found = Optional.empty();
        for (String line : records.split("\n")) {
            int blank = line.indexOf(' ');
            int equals = line.indexOf('=');
            if (blank >= 0 && equals > blank && line.substring(blank + 1, equals).equals(key)) {
                found = Optional.of(line.substring(equals + 1));
            }
        }
        return found.filter(value -> !value.isEmpty());
    }

    static OptionalLong size(String what, String records) throws DefinitionException {
        Optional<String> text = value(records, "size");
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong size = Numbers.number(text.get());
        if (size.isEmpty()) {
            throw new DefinitionException.Damaged(what + ": a size in a pax header is no number");
        }
        return size;
    }
}
