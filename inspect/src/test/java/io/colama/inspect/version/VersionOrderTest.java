package io.colama.inspect.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The orders are those of the tools that have them. */
class VersionOrderTest {

    private static final Seed SEED = Seed.of(8_128);
    private static final int PAIRS = 600;

    @TempDir private Path directory;

    private record Pair(String one, String other) {}

    /** Versions that have much in common, of pieces that matter. */
    private static List<Pair> pairs(String[] pieces, String first, RandomGenerator random) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            String common = first + random.nextInt(3);
            pairs.add(new Pair(common + tail(pieces, random), common + tail(pieces, random)));
        }
        return pairs;
    }

    private static String tail(String[] pieces, RandomGenerator random) {
        StringBuilder tail = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            tail.append(pieces[random.nextInt(pieces.length)]);
        }
        return tail.toString();
    }

    @Test
    void dpkgAgrees() throws IOException, InterruptedException {
        String[] pieces = {
            ".", "+", "~", "a", "b", "rc", "0", "01", "1", "10", "2", "-1", "-a", "Z"
        };
        List<Pair> pairs = pairs(pieces, "", SEED.random());
        pairs.addAll(pairs(pieces, "1:", SEED.part(1).random()));
        StringBuilder script = new StringBuilder();
        for (Pair pair : pairs) {
            for (String relation : List.of("lt", "eq", "gt")) {
                script.append(
                        "dpkg --compare-versions '%s' %s '%s' && echo %s\n"
                                .formatted(pair.one, relation, pair.other, relation));
            }
        }
        Path file = Files.writeString(directory.resolve("script"), script.append("true\n"));
        ForeignTool.require("dpkg");
        compare(VersionOrder.DPKG, pairs, ForeignTool.require("sh").run(file).lines().toList());
    }

    @Test
    void rpmAgrees() throws IOException, InterruptedException {
        String[] pieces = {".", "+", "~", "^", "a", "b", "rc", "0", "01", "1", "10", "2", "_", "Z"};
        List<Pair> pairs = pairs(pieces, "", SEED.part(2).random());
        StringBuilder script = new StringBuilder();
        for (Pair pair : pairs) {
            script.append(
                    "do local r = rpm.vercmp('%s','%s'); print(r < 0 and 'lt' or r > 0 and 'gt' or 'eq'); print(';') end\n"
                            .formatted(pair.one, pair.other));
        }
        Path file = Files.writeString(directory.resolve("script.lua"), script);
        // what is printed is put together without line breaks
        String printed = ForeignTool.require("rpm").run("--eval", "%{lua: dofile('" + file + "')}");
        List<String> told =
                Arrays.stream(printed.split(";", -1))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList();
        compare(VersionOrder.RPM, pairs, told);
    }

    private static void compare(VersionOrder order, List<Pair> pairs, List<String> told) {
        assertThat(told).hasSameSizeAs(pairs);
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            int found = Integer.signum(order.compare(pair.one, pair.other));
            String expected = told.get(i);
            assertThat(found < 0 ? "lt" : found > 0 ? "gt" : "eq")
                    .as("%s and %s, %s", pair.one, pair.other, SEED)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PACMAN, 1.0alpha, 1.0",
        "PACMAN, 1.0-1, 1.0-2",
        "PACMAN, 1.0-9, 1:0.1-1",
        "RPM, 1.0-1, 1:0.1-1",
        "RPM, 3.0.7-18.el9, 3.0.7-24.el9",
        "DPKG, 3.0.9-1, 3.0.11-1~deb12u2",
        "DPKG, 3.0.11-1~deb12u2, 3.0.11-1",
        "DOTTED, 10.2.0.1.0, 10.2.0.10",
        "DOTTED, 6.1, 10.0",
        "DOTTED, 10.0.19045, 10.0.19045.4170"
    })
    void knowsTheOlderOfTwo(VersionOrder order, String older, String newer) {
        assertThat(order.compare(older, newer)).isNegative();
        assertThat(order.compare(newer, older)).isPositive();
        assertThat(order.compare(older, older)).isZero();
    }
}
