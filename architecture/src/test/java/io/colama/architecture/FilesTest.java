package io.colama.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.FormatterException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for the files of the project, whatever they say. */
class FilesTest {

    private static final int LONGEST_JAVA_FILE_LINES = 450;

    /**
     * Places that are one machine's own business, or a registry's, put together here so that this
     * file names none.
     */
    private static final List<String> FOREIGN =
            Stream.of(
                            "/wo|rk/",
                            "/ro|ot/",
                            "/ho|me/",
                            "repo1.ma|ven.org",
                            "repo.ma|ven.apache.org",
                            "deb.deb|ian.org",
                            "registry.np|mjs.org",
                            "py|pi.org",
                            "crates.i|o/")
                    .map(place -> place.replace("|", ""))
                    .toList();

    private static final String JDK_FOLDER = "/usr/li|b/jvm".replace("|", "");

    @Test
    void javaIsFormatted() {
        List<String> wrong = new ArrayList<>();
        for (Path file : Project.files(".java")) {
            String source = Project.read(file);
            try {
                if (!Format.of(source).equals(source)) {
                    wrong.add(Project.name(file));
                }
            } catch (FormatterException e) {
                wrong.add(Project.name(file) + ": " + e.getMessage());
            }
        }
        assertThat(wrong).as("files that ./format would change").isEmpty();
    }

    @Test
    void noJavaFileIsTooLongToKeepInMind() {
        List<String> tooLong =
                Project.files(".java").stream()
                        .filter(file ->
                                Project.read(file).lines().count() > LONGEST_JAVA_FILE_LINES)
                        .map(Project::name)
                        .toList();
        assertThat(tooLong)
                .as("files of more than %d lines; split them", LONGEST_JAVA_FILE_LINES)
                .isEmpty();
    }

    @Test
    void noFileNamesARegistryOrAPlaceOnOneMachine() {
        List<String> found = new ArrayList<>();
        for (Path file : texts()) {
            String text = Project.read(file);
            FOREIGN.stream()
                    .filter(text::contains)
                    .forEach(place -> found.add(Project.name(file) + ": " + place));
            if (file.toString().endsWith(".java") && text.contains(JDK_FOLDER)) {
                found.add(Project.name(file) + ": " + JDK_FOLDER);
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<Path> texts() {
        List<Path> texts =
                new ArrayList<>(
                        Project.files(
                                ".java", ".md", ".xml", ".bash", ".properties", ".yaml", ".json"));
        for (String script :
                List.of("colama", "format", ".ci/run", "bench/run", "dist/src/main/bin/colama")) {
            texts.add(Project.root().resolve(script));
        }
        return texts;
    }
}
