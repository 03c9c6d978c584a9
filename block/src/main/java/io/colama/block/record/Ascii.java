package io.colama.block.record;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Text padded with zeros or spaces; the component is a {@code String} without the padding, one
 * character a byte.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Ascii {

    /** The offset of the first byte from the start of the record. */
    int at();

    /** How many bytes. */
    int length();
}
