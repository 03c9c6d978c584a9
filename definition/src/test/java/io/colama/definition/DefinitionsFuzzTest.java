package io.colama.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.block.BlockSources;
import io.colama.definition.archive.OvaArchive;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.WriteChoices;
import io.colama.definition.vmware.VmxSnapshots;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are: a value or a {@link DefinitionException}. */
class DefinitionsFuzzTest {

    private static final Seed SEED = Seed.of(23);
    private static final int MUTATIONS = 12;

    static Stream<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (String name :
                List.of(
                        "debian.xml",
                        "two.ovf",
                        "build.vmx",
                        "build.vmsd",
                        "desk.vbox",
                        "104.conf",
                        "web.cfg",
                        "old.cfg")) {
            seeds.add(Fixtures.bytes(name));
        }
        return seeds.stream();
    }

    private static void everyReader(byte[] file) throws IOException {
        Definitions.probe("file", file);
        for (DefinitionFormat format : DefinitionFormat.values()) {
            try {
                ReadDefinition read = Definitions.read(format, "file", file);
                assertThat(read.format()).isEqualTo(format);
                for (MachineDefinition machine : read.machines()) {
                    for (DefinitionFormat other : DefinitionFormat.values()) {
                        if (other.writable()) {
                            Definitions.write(other, machine, WriteChoices.defaults());
                        }
                    }
                }
            } catch (DefinitionException named) {
                assertThat(named.getMessage()).startsWith("file");
            }
        }
        try {
            VmxSnapshots.read("file", file, MachineDefinition.plain("m", 1));
        } catch (DefinitionException named) {
            assertThat(named).hasMessageStartingWith("file");
        }
        try (OvaArchive ova = OvaArchive.open("file", BlockSources.of(file))) {
            assertThat(ova.members()).isNotEmpty();
        } catch (DefinitionException named) {
            assertThat(named).hasMessageStartingWith("file");
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void readsAValueOrSaysWhyNot(byte[] file) throws IOException {
        everyReader(file);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsMutationsOrSaysWhyNot(byte[] seed) throws IOException {
        RandomGenerator random = SEED.random();
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] file =
                    Arrays.copyOf(
                            seed,
                            random.nextInt(4) == 0 ? random.nextInt(seed.length) : seed.length);
            for (int j = random.nextInt(8); j >= 0 && file.length > 1; j--) {
                int at = random.nextInt(file.length - 1);
                switch (random.nextInt(3)) {
                    case 0 -> file[at] = (byte) random.nextInt();
                    case 1 -> file[at] = (byte) "09-:=\"<>/[],;\n".charAt(random.nextInt(14));
                    default ->
                            System.arraycopy(
                                    file,
                                    random.nextInt(file.length - at),
                                    file,
                                    at,
                                    random.nextInt(Math.min(40, file.length - at)) / 2);
                }
            }
            everyReader(file);
        }
    }
}
