package io.colama.inspect.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.inspect.version.VersionGrammar.Pair;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package managers compare the same pairs; each order must agree with all of their answers. */
class VersionOrderAgainstToolsTest {

    @TempDir Path folder;

    @Test
    void agreesWithDpkg() throws IOException, InterruptedException {
        ForeignTool.require("dpkg");
        List<Pair> pairs = pairs(VersionGrammar.DPKG, 400);
        String script =
                """
                while read -r a && read -r b; do
                    if dpkg --compare-versions "$a" lt "$b"; then echo -1
                    elif dpkg --compare-versions "$a" eq "$b"; then echo 0
                    else echo 1; fi
                done <"$0"
                """;
        compare(VersionOrder.DPKG, pairs, ForeignTool.require("sh").run("-c", script, file(pairs)));
    }

    @Test
    void agreesWithRpm() throws IOException, InterruptedException {
        ForeignTool rpm = ForeignTool.require("rpm");
        List<Pair> pairs = pairs(VersionGrammar.RPM, 20_000);
        String script =
                "%%{lua: local f = io.open('%s') for a in f:lines() do local b = f:read() print(rpm.vercmp(a, b) .. '\\n') end}"
                        .formatted(file(pairs));
        compare(VersionOrder.RPM, pairs, rpm.run("--eval", script));
    }

    @Test
    void agreesWithPacman() throws IOException, InterruptedException {
        ForeignTool.require("pacman");
        List<Pair> pairs = pairs(VersionGrammar.PACMAN, 20_000);
        String script =
                """
                import ctypes, ctypes.util, sys
                alpm = ctypes.CDLL(ctypes.util.find_library('alpm'))
                lines = open(sys.argv[1], 'rb').read().split(b'\\n')
                for a, b in zip(lines[::2], lines[1::2]):
                    print(alpm.alpm_pkg_vercmp(a, b))
                """;
        compare(
                VersionOrder.PACMAN,
                pairs,
                ForeignTool.require("python3").run("-c", script, file(pairs)));
    }

    private static List<Pair> pairs(VersionGrammar grammar, int count) {
        RandomGenerator random = Seed.of(0x7e51).random();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pairs.add(grammar.pair(random));
        }
        return pairs;
    }

    private Path file(List<Pair> pairs) throws IOException {
        List<String> lines = pairs.stream().flatMap(p -> List.of(p.a(), p.b()).stream()).toList();
        return Files.write(folder.resolve("pairs"), lines);
    }

    private static void compare(VersionOrder order, List<Pair> pairs, String answers) {
        List<String> expected = answers.lines().filter(line -> !line.isBlank()).toList();
        assertThat(expected).hasSameSizeAs(pairs).contains("-1", "0", "1");
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            assertThat(Integer.signum(order.compare(pair.a(), pair.b())))
                    .as("%s <> %s, %s", pair.a(), pair.b(), Seed.of(0x7e51))
                    .isEqualTo(Integer.parseInt(expected.get(i)));
        }
    }
}
