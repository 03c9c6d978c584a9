package io.colama.block.record;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A signature that must stand there; the component is a {@code String}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Magic {

    /** The offset of the first byte from the start of the record. */
    int at();

    /** The bytes that must stand there, one character a byte (ISO 8859-1). */
    String value();
}
