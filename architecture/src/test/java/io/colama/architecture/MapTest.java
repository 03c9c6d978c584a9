package io.colama.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The map in ARCHITECTURE.md is what the POMs say. */
class MapTest {

    /** What every module may see: annotations that leave nothing in the program. */
    private static final Set<String> EVERYWHERE = Set.of("jspecify");

    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z0-9-]+)` \\|[^|]*\\|([^|]*)\\|$", Pattern.MULTILINE);

    /** A library in a package.json, which has a version and no range. */
    private static final Pattern NPM =
            Pattern.compile("^ {4}\"([@a-z0-9/-]+)\": \"(\\d+\\.\\d+\\.\\d+)\"", Pattern.MULTILINE);

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** A row of the map: a module and the third-party code that it may see outside its tests. */
    private record Row(String module, Set<String> thirdParty) {}

    private static List<Row> map() {
        return ROW.matcher(Project.read(Project.root().resolve("ARCHITECTURE.md")))
                .results()
                .map(row -> new Row(row.group(1), codes(row.group(2))))
                .toList();
    }

    private static Set<String> codes(String cell) {
        return CODE.matcher(cell)
                .results()
                .map((MatchResult code) -> code.group(1))
                .collect(Collectors.toSet());
    }

    private static Pom pom(String module) throws Exception {
        return Pom.read(Project.root().resolve(module).resolve("pom.xml"));
    }

    @Test
    void rowsAreTheModulesInTheOrderOfTheBuild() throws Exception {
        List<String> modules = Pom.read(Project.root().resolve("pom.xml")).modules();
        assertThat(map().stream().map(Row::module)).containsExactlyElementsOf(modules);
    }

    @Test
    void aModuleDependsOnlyOnRowsAboveIt() throws Exception {
        List<String> above = new ArrayList<>();
        for (Row row : map()) {
            for (Pom.Dependency dependency : pom(row.module).dependencies()) {
                // a module's own tests, as a jar, are part of it
                if (dependency.isOurs() && !dependency.module().equals(row.module)) {
                    assertThat(above)
                            .as(
                                    "%s depends on %s, which is not above it in the map",
                                    row.module, dependency.module())
                            .contains(dependency.module());
                }
            }
            above.add(row.module);
        }
    }

    @Test
    void aModuleSeesTheThirdPartyCodeOfItsRowAndNoOther() throws Exception {
        for (Row row : map()) {
            Set<String> seen =
                    pom(row.module).dependencies().stream()
                            .filter(dependency -> !dependency.isOurs() && !dependency.isForTests())
                            .map(Pom.Dependency::artifact)
                            .filter(artifact -> !EVERYWHERE.contains(artifact))
                            .collect(Collectors.toSet());
            assertThat(seen).as("third-party code of %s", row.module).isEqualTo(row.thirdParty);
        }
    }

    @Test
    void everyThirdPartyLibraryHasALineInTheDependencies() throws Exception {
        String page = Project.read(Project.root().resolve("docs/dependencies.md"));
        List<Pom> poms = new ArrayList<>(List.of(Pom.read(Project.root().resolve("pom.xml"))));
        for (Row row : map()) {
            poms.add(pom(row.module));
        }
        List<String> missing =
                poms.stream()
                        .flatMap(pom ->
                                Stream.concat(
                                        pom.dependencies().stream(), pom.processors().stream()))
                        .filter(dependency -> !dependency.isOurs())
                        .map(Pom.Dependency::artifact)
                        .distinct()
                        .filter(artifact -> !page.contains("| `" + artifact + "` |"))
                        .toList();
        assertThat(missing).as("libraries without a line in docs/dependencies.md").isEmpty();
    }

    @Test
    void everyLibraryOfThePagesHasALineWithItsVersionInTheDependencies() {
        String page = Project.read(Project.root().resolve("docs/dependencies.md"));
        List<String> missing =
                NPM.matcher(Project.read(Project.root().resolve("web/package.json")))
                        .results()
                        .filter(library ->
                                page.lines()
                                        .noneMatch(line ->
                                                line.startsWith("| `" + library.group(1) + "` |")
                                                        && line.contains(library.group(2))))
                        .map(library -> library.group(1) + " " + library.group(2))
                        .toList();
        assertThat(missing)
                .as("libraries of the pages without a line in docs/dependencies.md")
                .isEmpty();
    }
}
