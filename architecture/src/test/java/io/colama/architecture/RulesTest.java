package io.colama.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules inside modules that code can be asked for; CONVENTIONS.md says why they are there. */
class RulesTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.colama");

    /** Where the program meets people, clocks and the machine. */
    private static final String[] EDGES = {"io.colama.cli..", "io.colama.bench.."};

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }

    @Test
    void theClassesAreThere() {
        assertThat(CLASSES).hasSizeGreaterThan(5);
    }

    @Test
    void onlyTheCommandLinePrints() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(EDGES)
                        .should()
                        .accessField(System.class, "out"));
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(EDGES)
                        .should()
                        .accessField(System.class, "err"));
    }

    @Test
    void onlyTheEdgesAskTheClockOrSleep() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(EDGES)
                        .should()
                        .callMethod(Instant.class, "now"));
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(EDGES)
                        .should()
                        .callMethod(System.class, "currentTimeMillis"));
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(EDGES)
                        .should()
                        .callMethod(Thread.class, "sleep", long.class));
    }

    @Test
    void onlyTheEdgesUseTheDefaultCharset() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(EDGES)
                        .should()
                        .callMethod(Charset.class, "defaultCharset"));
    }

    @Test
    void nobodyUsesTheJdksLogging() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
    }

    @Test
    void noClassIsNamedAfterNothing() {
        for (String ending : List.of("Util", "Utils", "Helper", "Manager", "Impl")) {
            check(noClasses().should().haveSimpleNameEndingWith(ending));
        }
    }

    @Test
    void modulesAndPackagesHaveNoCycles() {
        check(slices().matching("io.colama.(*)..").should().beFreeOfCycles());
        check(slices().matching("io.colama.(**)").should().beFreeOfCycles());
    }

    @Test
    void everyPackageHasAChapterAndRefusesNull() {
        List<String> missing =
                Project.files(".java").stream()
                        .filter(file -> file.toString().contains("/src/main/java/"))
                        .map(Path::getParent)
                        .distinct()
                        .map(directory -> directory.resolve("package-info.java"))
                        .filter(chapter ->
                                !Files.exists(chapter)
                                        || !Project.read(chapter).contains("@NullMarked")
                                        || !Project.read(chapter).startsWith("/**"))
                        .map(Project::name)
                        .toList();
        assertThat(missing)
                .as("packages without a package-info.java with text and @NullMarked")
                .isEmpty();
    }
}
