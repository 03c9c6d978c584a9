package io.colama.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.definition.Dialect.Word;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.WriteChoices;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read again. */
class RoundTripTest {

    private static final Seed SEED = Seed.of(20);
    private static final int MACHINES = 60;

    static List<Dialect> dialects() {
        return Dialects.all();
    }

    private static byte[] write(DefinitionFormat format, MachineDefinition machine)
            throws IOException {
        return Definitions.write(format, machine, WriteChoices.defaults());
    }

    private static MachineDefinition read(DefinitionFormat format, byte[] written)
            throws IOException {
        ReadDefinition read = Definitions.read("machine." + format.extension(), written);
        assertThat(read.format()).isEqualTo(format);
        assertThat(read.machines()).hasSize(1);
        return read.machines().getFirst();
    }

    /** What a format cannot leave open, so that its writer chooses. */
    private static String[] chosenByTheWriter(Dialect dialect, MachineDefinition machine) {
        List<String> fields = new ArrayList<>();
        if (machine.machineType().isEmpty()) {
            fields.add("machineType");
        }
        if (machine.uuid().isEmpty()) {
            fields.add("uuid");
        }
        if (machine.os().isEmpty()) {
            fields.add("os");
        }
        if (!dialect.has(Word.DISK_ID)) {
            fields.add("disks.id");
        }
        if (!dialect.has(Word.DISK_FORMAT)) {
            fields.add("disks.format");
        }
        return fields.toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void keepsTheModelThatTheFormatHasWordsFor(Dialect dialect) throws IOException {
        RandomGenerator random = SEED.random();
        for (int i = 0; i < MACHINES; i++) {
            MachineDefinition machine = RandomMachine.of(random, dialect);
            byte[] written = write(dialect.format(), machine);
            assertThat(read(dialect.format(), written))
                    .as("%s, machine %d:%n%s", SEED, i, new String(written, StandardCharsets.UTF_8))
                    .usingRecursiveComparison()
                    .ignoringFields(chosenByTheWriter(dialect, machine))
                    .isEqualTo(machine);
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void aMachineOfAnotherFormatSettlesAfterOneWriting(Dialect dialect) throws IOException {
        RandomGenerator random = SEED.random();
        for (Dialect foreign : Dialects.all()) {
            for (int i = 0; i < MACHINES / 6; i++) {
                MachineDefinition machine = RandomMachine.of(random, foreign);
                MachineDefinition once = read(dialect.format(), write(dialect.format(), machine));
                assertThat(once.disks()).hasSameSizeAs(machine.disks());
                assertThat(once.memoryBytes()).isEqualTo(machine.memoryBytes());
                assertThat(once.cpu().count()).isEqualTo(machine.cpu().count());
                assertThat(read(dialect.format(), write(dialect.format(), once)))
                        .as("%s, machine %d from %s", SEED, i, foreign.format())
                        .usingRecursiveComparison()
                        .isEqualTo(once);
            }
        }
    }
}
