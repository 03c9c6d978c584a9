package io.colama.cli.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.cli.Main;
import io.colama.operations.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManualTest {

    @Test
    void thePageOfTheRootCommandHasItsSections() {
        String page = new ManPage(Main.commandLine().getCommandSpec(), "1.2.3").roff();
        assertThat(page)
                .startsWith(".TH \"COLAMA\" \"1\"")
                .contains(
                        ".SH \"NAME\"",
                        ".SH \"SYNOPSIS\"",
                        ".SH \"OPTIONS\"",
                        "\\-\\-version",
                        ".SH \"EXIT STATUS\"")
                .contains(Failure.CONFLICT.meaning())
                .doesNotContain("@|");
    }

    @Test
    void roffLeavesTextAlone() {
        assertThat(ManPage.escape("a-b\\c\n.start\n'x")).isEqualTo("a\\-b\\ec\n\\&.start\n\\&'x");
    }

    @Test
    void writesPagesAndCompletion(@TempDir Path home) throws IOException {
        Manual.main(new String[] {home.toString(), "1.2.3"});
        assertThat(home.resolve("man/man1/colama.1")).isNotEmptyFile();
        assertThat(Files.readString(home.resolve("completion/colama.bash")))
                .contains("complete -F");
        assertThat(Files.readString(home.resolve("completion/_colama")))
                .startsWith("#compdef colama\n");
    }

    @Test
    void trainingCommandsAreLinesOfWords() {
        assertThat(
                        Training.commands(
                                "# list\n\ninit {dir}/r\n  log  {samples}/x \n",
                                Path.of("t"),
                                Path.of("s")))
                .containsExactly(List.of("init", "t/r"), List.of("log", "s/x"));
    }
}
