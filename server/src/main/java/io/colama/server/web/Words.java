package io.colama.server.web;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.util.Arrays;
import java.util.function.Function;

/** Words of the API that stand for one of a few things. */
public final class Words {

    private Words() {}

    /**
     * What a word stands for.
     *
     * @param values what there is
     * @param word how each is called
     * @param given the word
     * @param refusal why it is refused when it is none of them
     */
    public static <E> E parse(E[] values, Function<E, String> word, String given, String refusal)
            throws OperationException {
        return Arrays.stream(values)
                .filter(value -> word.apply(value).equals(given))
                .findFirst()
                .orElseThrow(() -> new OperationException(Failure.USAGE, refusal));
    }
}
