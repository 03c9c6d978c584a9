package io.colama.definition.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.definition.RandomMachines;
import io.colama.definition.machine.MachineDefinition;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** What is written is valid by the schema that libvirt ships. */
class LibvirtSchemaTest {

    private static final Path SCHEMA = Path.of("/usr/share/libvirt/schemas/domain.rng");
    private static final Seed SEED = Seed.of(21);

    @TempDir private Path directory;

    private static ForeignTool xmllint() {
        if (!Files.isReadable(SCHEMA)) {
            if (Boolean.parseBoolean(System.getenv(ForeignTool.REQUIRE_TOOLS))) {
                throw new AssertionError("no schema " + SCHEMA);
            }
            throw new TestAbortedException("no schema " + SCHEMA);
        }
        return ForeignTool.require("xmllint");
    }

    @Test
    void everyMachineIsADomainByTheSchema() throws Exception {
        ForeignTool xmllint = xmllint();
        RandomGenerator random = SEED.random();
        List<Object> arguments = new ArrayList<>(List.of("--noout", "--relaxng", SCHEMA));
        for (int i = 0; i < 60; i++) {
            MachineDefinition machine = RandomMachines.ofAnyFormat(random);
            Path file = directory.resolve(i + ".xml");
            Files.write(file, LibvirtWriter.write(machine));
            arguments.add(file);
        }
        ForeignTool.Outcome outcome = xmllint.tryRun(arguments.toArray());
        assertThat(outcome.exitCode()).as("%s%n%s", SEED, outcome.errors()).isZero();
    }

    @Test
    void aPlainMachineIsADomainByTheSchema() throws Exception {
        Path file = directory.resolve("plain.xml");
        Files.write(file, LibvirtWriter.write(MachineDefinition.plain("plain", 2)));
        xmllint().run("--noout", "--relaxng", SCHEMA, file);
    }
}
