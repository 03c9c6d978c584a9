package io.colama.inspect.version;

import java.util.List;
import java.util.random.RandomGenerator;

/** Random versions, from few enough pieces that two of them often begin alike. */
record VersionGrammar(
        List<String> numbers,
        List<String> words,
        List<String> separators,
        List<String> ends,
        List<String> epochs) {

    private static final List<String> NUMBERS =
            List.of("0", "1", "2", "9", "10", "00", "01", "010", "100000000000000000000");

    /** Without empty revisions, which dpkg refuses. */
    static final VersionGrammar DPKG =
            new VersionGrammar(
                    NUMBERS,
                    List.of("a", "b", "rc", "A", "Z", "alpha", "g", "~", "+", ""),
                    List.of(".", "+", "~", "-1.", "~~", "..", "", "", "+~"),
                    List.of("", "-0", "-1", "-1~bpo12+1", "-a", "-00"),
                    List.of("", "", "", "0:", "1:", "01:"));

    static final VersionGrammar RPM =
            new VersionGrammar(
                    NUMBERS,
                    List.of("a", "b", "rc", "A", "Z", "git", "~", "^", "é", ""),
                    List.of(".", "_", "~", "^", "+", "..", "", "", "^^", "~^", "-"),
                    List.of("", "-0", "-1", "-1.el9", "-1.fc40", "-1~a", "-"),
                    List.of("", "", "", "0:", "1:", "01:", ":"));

    /** Without what pacman has no order for. */
    static final VersionGrammar PACMAN =
            new VersionGrammar(
                    NUMBERS,
                    List.of("a", "b", "rc", "A", "Z", "git", "alpha"),
                    List.of(".", "_", "+", "", ""),
                    List.of("-0", "-1", "-1.1", "-2", "-10"),
                    List.of("", "", "", "0:", "1:", "01:"));

    static final VersionGrammar ANYTHING =
            new VersionGrammar(
                    NUMBERS,
                    List.of("a", "rc", "_rc", "_p", "~f0", "V", "é", "\uD800", "\0", " ", "", "-"),
                    List.of(".", "_", "~", "^", "+", "..", "", "-", "-r", ":", "\uFFFF"),
                    List.of("", "", "-r0", "-r1", "-", ".", ":", "~", "^", "_"),
                    List.of("", "", "v", "0:", "1:", ":", "-", "."));

    /** Two versions that often have their beginning in common. */
    record Pair(String a, String b) {}

    Pair pair(RandomGenerator random) {
        if (random.nextInt(3) == 0) {
            return new Pair(version(random), version(random));
        }
        String start = epoch(random) + pick(numbers, random) + body(random);
        String end = tail(random);
        String longer = random.nextBoolean() ? start + piece(random) : start;
        return new Pair(
                start + (random.nextBoolean() ? piece(random) : "") + end,
                longer + (random.nextBoolean() ? end : tail(random)));
    }

    String version(RandomGenerator random) {
        return epoch(random) + pick(numbers, random) + body(random) + tail(random);
    }

    private String body(RandomGenerator random) {
        StringBuilder body = new StringBuilder();
        for (int pieces = random.nextInt(4); pieces > 0; pieces--) {
            body.append(piece(random));
        }
        return body.toString();
    }

    private String piece(RandomGenerator random) {
        return pick(separators, random) + pick(random.nextInt(3) == 0 ? words : numbers, random);
    }

    private String tail(RandomGenerator random) {
        return pick(ends, random);
    }

    private String epoch(RandomGenerator random) {
        return pick(epochs, random);
    }

    private static String pick(List<String> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }
}
