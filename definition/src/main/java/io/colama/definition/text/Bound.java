package io.colama.definition.text;

import io.colama.definition.machine.DefinitionException;

/**
 * The largest value that a number taken from a file may have, under the name that a message shows.
 *
 * @param name what is bounded
 * @param max the largest permitted value
 */
public record Bound(String name, long max) {

    /**
     * {@code value}, when it is within {@code 0 .. max}.
     *
     * @param what the file, for the message
     * @throws DefinitionException.Refused when it is not
     */
    public long check(String what, long value) throws DefinitionException.Refused {
        if (value < 0 || value > max) {
            throw new DefinitionException.Refused(
                    what
                            + ": limit on "
                            + name
                            + ": "
                            + Long.toUnsignedString(value)
                            + " found, at most "
                            + max
                            + " permitted");
        }
        return value;
    }
}
