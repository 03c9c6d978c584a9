package io.colama.testkit;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The one source of chance in a test: a number that is printed when the test fails and given back
 * with {@code -Dcolama.seed=N} to repeat the same run.
 *
 * @param value the number
 */
public record Seed(long value) {

    /**
     * The seed of this run: {@code -Dcolama.seed} where it is given, else the fixed one that the
     * test names.
     */
    public static Seed of(long fixed) {
        return new Seed(Long.getLong("colama.seed", fixed));
    }

    /** A generator that starts from this seed; every call starts anew. */
    public RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(value);
    }

    /**
     * A seed for the {@code n}th part of a test, so that parts do not depend on each other's order.
     */
    public Seed part(long n) {
        return new Seed(value * 0x9E3779B97F4A7C15L + n);
    }

    @Override
    public String toString() {
        return "-Dcolama.seed=" + value;
    }
}
