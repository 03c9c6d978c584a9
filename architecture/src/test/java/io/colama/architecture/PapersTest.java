package io.colama.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.operations.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the papers say is so. */
class PapersTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern STATUS =
            Pattern.compile("^\\| (\\d+) \\| ([^|]+) \\|$", Pattern.MULTILINE);

    @Test
    void linksLeadToFiles() {
        List<String> broken = new ArrayList<>();
        for (Path paper : Project.files(".md")) {
            LINK.matcher(Project.read(paper))
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !Files.exists(paper.resolveSibling(target)))
                    .forEach(target -> broken.add(Project.name(paper) + ": " + target));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void readmeHasTheTableOfExitStatuses() {
        String readme = Project.read(Project.root().resolve("README.md"));
        List<String> printed =
                STATUS.matcher(readme)
                        .results()
                        .map(row -> row.group(1) + " " + row.group(2))
                        .toList();
        assertThat(printed)
                .containsExactlyElementsOf(
                        Stream.concat(
                                        Stream.of("0 done"),
                                        Arrays.stream(Failure.values())
                                                .map(failure ->
                                                        failure.exitStatus()
                                                                + " "
                                                                + failure.meaning()))
                                .toList());
    }
}
