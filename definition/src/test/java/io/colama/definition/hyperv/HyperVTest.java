package io.colama.definition.hyperv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.definition.Definitions;
import io.colama.definition.Fixtures;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.xml.XmlReader;
import io.colama.testkit.Seed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of Hyper-V. */
class HyperVTest {

    private static final Seed SEED = Seed.of(24);

    private static byte[] binary(String notes) throws Exception {
        String xml =
                new String(Fixtures.bytes("hv.xml"), StandardCharsets.UTF_8)
                        .replace("the shop", notes);
        Node file = new Node("", "");
        file.children()
                .add(Node.of(XmlReader.read("hv.xml", xml.getBytes(StandardCharsets.UTF_8))));
        return VmcxBuilder.of(file);
    }

    @Test
    void readsTheXmlOfOldVersions() throws Exception {
        ReadDefinition read = Fixtures.read("hv.xml");
        assertThat(read.format()).isEqualTo(DefinitionFormat.HYPERV);
        MachineDefinition machine = read.machines().getFirst();
        assertThat(machine.name()).isEqualTo("web");
        assertThat(machine.uuid().orElseThrow())
                .hasToString("0aa394fa-7c4a-4070-ba32-773d43b28a68");
        assertThat(machine.memoryBytes()).isEqualTo(1L << 30);
        assertThat(machine.cpu().count()).isEqualTo(2);
        String ide = "C:\\VMs\\web\\Virtual Hard Disks\\web.vhd";
        String scsi = "C:\\VMs\\web\\Virtual Hard Disks\\data_1234.avhdx";
        assertThat(machine.disks())
                .containsExactly(
                        DiskDevice.of(DiskBus.IDE, 0, 0, ide)
                                .withFile(ide, Optional.of("vhd"), OptionalLong.empty()),
                        DiskDevice.of(DiskBus.SCSI, 0, 2, scsi)
                                .withFile(scsi, Optional.of("vhdx"), OptionalLong.empty()));
        assertThat(machine.drives())
                .containsExactly(RemovableDrive.cdrom(DiskBus.IDE, 1, 0, "C:\\iso\\server.iso"));
        assertThat(machine.networks().getFirst().network()).isEqualTo("External");
        assertThat(machine.networks().getFirst().mac().orElseThrow())
                .hasToString("00:15:5d:01:02:03");
        assertThat(read.notes()).hasSize(1).first().asString().contains("differs from its parent");
    }

    @Test
    void readsUtf16AsHyperVWritesIt() throws Exception {
        String xml =
                new String(Fixtures.bytes("hv.xml"), StandardCharsets.UTF_8)
                        .replace("UTF-8", "UTF-16");
        byte[] content = ("\uFEFF" + xml).getBytes(StandardCharsets.UTF_16LE);
        assertThat(Definitions.read("hv.xml", content).machines())
                .isEqualTo(Fixtures.read("hv.xml").machines());
    }

    @Test
    void readsTheSameFromTheBinaryForm() throws Exception {
        byte[] content = binary("the shop");
        assertThat(Definitions.probe("x", content)).contains(DefinitionFormat.HYPERV);
        assertThat(Definitions.read("web.vmcx", content).machines())
                .isEqualTo(Fixtures.read("hv.xml").machines());
        String notes = "long ".repeat(100) + "end";
        assertThat(Definitions.read("web.vmcx", binary(notes)).machines().getFirst().description())
                .isEqualTo(notes);
    }

    @Test
    void namesVersionsThatAreNotRead() throws Exception {
        byte[] content = binary("");
        content[0x1000 + 11] = 5;
        assertThatThrownBy(() -> Definitions.read("web.vmcx", content))
                .isInstanceOf(DefinitionException.Unsupported.class)
                .hasMessageContaining("version 0x500 of .vmcx found, 0x400 is read");
    }

    @Test
    void everyDamageOfTheBinaryFormIsAValueOrAnError() throws Exception {
        byte[] sound = binary("the shop");
        RandomGenerator random = SEED.random();
        for (int i = 0; i < 500; i++) {
            byte[] file = sound.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                int at =
                        random.nextBoolean()
                                ? 0x2000 + random.nextInt(64)
                                : 0x4000 + random.nextInt(2500);
                file[at] = (byte) random.nextInt();
            }
            try {
                assertThat(HyperVReader.read("web.vmcx", file).machines()).hasSize(1);
            } catch (DefinitionException named) {
                assertThat(named).as("%s", SEED).hasMessageStartingWith("web.vmcx");
            }
        }
    }

    @Test
    void readsTheFolderOfAnExport(@TempDir Path directory) throws Exception {
        assertThatThrownBy(() -> HyperVExport.read(directory))
                .isInstanceOf(DefinitionException.NotThisFormat.class);
        Path machines = Files.createDirectories(directory.resolve("web/Virtual Machines"));
        Path disks = Files.createDirectories(directory.resolve("web/Virtual Hard Disks"));
        Files.write(machines.resolve("0AA394FA.vmcx"), binary("the shop"));
        Files.createFile(disks.resolve("WEB.vhd"));
        ReadDefinition read = HyperVExport.read(directory.resolve("web"));
        assertThat(read.machines().getFirst().disks().getFirst().file())
                .isEqualTo("Virtual Hard Disks/WEB.vhd");
        assertThat(read.notes()).anyMatch(note -> note.endsWith("is not in the export."));

        byte[] newer = binary("");
        newer[0x1000 + 11] = 5;
        Files.write(machines.resolve("0AA394FA.vmcx"), newer);
        ReadDefinition plain = HyperVExport.read(directory.resolve("web"));
        assertThat(plain.machines().getFirst().name()).isEqualTo("web");
        assertThat(plain.machines().getFirst().disks()).hasSize(1);
        assertThat(plain.notes()).first().asString().contains("version 0x500");
    }
}
