package io.colama.block.record;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A record that describes bytes of a file format. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OnDisk {

    /** How many bytes the record has. */
    int size();

    /** Where it is specified: title and section. */
    String source();

    /** The order of the bytes in numbers. */
    Endian order() default Endian.LITTLE;
}
