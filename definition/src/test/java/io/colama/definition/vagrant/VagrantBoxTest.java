package io.colama.definition.vagrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.definition.Fixtures;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.DiskFile;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.WriteChoices;
import io.colama.definition.machine.WriteChoices.BoxProvider;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vagrant boxes. */
class VagrantBoxTest {

    @TempDir private Path directory;

    private void put(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    @Test
    void readsABoxForLibvirt() throws Exception {
        put("metadata.json", "{\"provider\":\"libvirt\",\"format\":\"qcow2\",\"virtual_size\":40}");
        put(
                "Vagrantfile",
                """
                Vagrant.configure("2") do |c|
                  c.libvirt.memory = 1024
                  c.libvirt.cpus = 4
                  system("touch /tmp/colama-executed")
                end
                """);
        ReadDefinition read = VagrantBox.read(directory);
        assertThat(read.format()).isEqualTo(DefinitionFormat.VAGRANT);
        MachineDefinition machine = read.machines().getFirst();
        assertThat(machine.memoryBytes()).isEqualTo(1L << 30);
        assertThat(machine.cpu().count()).isEqualTo(4);
        assertThat(machine.disks()).extracting(DiskDevice::file).containsExactly("box.img");
        assertThat(machine.disks().getFirst().sizeBytes()).isEqualTo(OptionalLong.of(40L << 30));
        assertThat(read.notes()).contains("The Vagrantfile is a program and is not executed.");
    }

    @Test
    void readsTheFilesOfOtherProviders() throws Exception {
        put("metadata.json", "{\"provider\":\"vmware_desktop\"}");
        Files.write(directory.resolve("build.vmx"), Fixtures.bytes("build.vmx"));
        assertThat(VagrantBox.read(directory).machines().getFirst().disks()).hasSize(3);
        put("metadata.json", "{\"provider\":\"virtualbox\"}");
        Files.write(directory.resolve("box.ovf"), Fixtures.bytes("two.ovf"));
        assertThat(VagrantBox.read(directory).machines()).hasSize(2);
        put("metadata.json", "{\"provider\":\"docker\"}");
        assertThatThrownBy(() -> VagrantBox.read(directory))
                .isInstanceOf(DefinitionException.Unsupported.class)
                .hasMessageContaining("a box for docker found");
    }

    @Test
    void whatIsNoBoxIsNamed() throws Exception {
        assertThatThrownBy(() -> VagrantBox.read(directory))
                .isInstanceOf(DefinitionException.NotThisFormat.class);
        for (String bad : List.of("", "[]", "{", "{\"provider\":{}}", "[".repeat(100_000))) {
            put("metadata.json", bad);
            assertThatThrownBy(() -> VagrantBox.read(directory))
                    .isInstanceOf(DefinitionException.NotThisFormat.class);
        }
    }

    @Test
    void readsWhatItWrites() throws Exception {
        MachineDefinition machine =
                MachineDefinition.plain("web", 2).withNewIdentity(new Seed(1).random());
        for (BoxProvider provider : BoxProvider.values()) {
            WriteChoices choices =
                    WriteChoices.defaults()
                            .withBoxProvider(provider)
                            .withDiskFiles(
                                    List.of(
                                            DiskFile.of("box.img", "qcow2", (10L << 30) - 1),
                                            DiskFile.of("box_1.img", "qcow2", 1L << 30)));
            Map<String, byte[]> files = BoxDescriptors.write(machine, choices);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(directory.resolve(file.getKey()), file.getValue());
                Fixtures.assertGolden(
                        "golden/box-" + provider + "/" + file.getKey(), file.getValue());
            }
            MachineDefinition read = VagrantBox.read(directory).machines().getFirst();
            assertThat(read.disks())
                    .extracting(DiskDevice::file)
                    .containsExactly("box.img", "box_1.img");
            assertThat(read.memoryBytes()).isEqualTo(machine.memoryBytes());
            assertThat(read.cpu().count()).isEqualTo(2);
        }
    }
}
