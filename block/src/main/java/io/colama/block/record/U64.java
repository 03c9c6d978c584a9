package io.colama.block.record;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A 64-bit number; the component is a {@code long}, negative where the number is past 2^63: check
 * it with a {@link io.colama.block.Limit}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface U64 {

    /** The offset of the first byte from the start of the record. */
    int at();
}
