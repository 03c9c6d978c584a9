package io.colama.block.record;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Bytes as they are; the component is a read-only {@code ByteBuffer}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Bytes {

    /** The offset of the first byte from the start of the record. */
    int at();

    /** How many bytes. */
    int length();
}
