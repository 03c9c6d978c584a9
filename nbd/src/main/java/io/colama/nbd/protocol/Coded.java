package io.colama.nbd.protocol;

import java.util.Arrays;
import java.util.Optional;

/** A word of the protocol that is a number on the wire. */
interface Coded {

    /** The number on the wire. */
    int code();

    /** The word that a number stands for, if it is among these. */
    static <W extends Coded> Optional<W> of(W[] words, int code) {
        return Arrays.stream(words).filter(word -> word.code() == code).findFirst();
    }
}
