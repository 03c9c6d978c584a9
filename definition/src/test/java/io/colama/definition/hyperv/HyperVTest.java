package io.colama.definition.hyperv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.definition.Definitions;
import io.colama.definition.Fixtures;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.Firmware;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.machine.SnapshotState;
import io.colama.definition.xml.XmlReader;
import io.colama.testkit.Seed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

    private static byte[] xml(String... replacements) throws Exception {
        String text = new String(Fixtures.bytes("hv.xml"), StandardCharsets.UTF_8);
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(text).contains(replacements[i]);
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsSecureBootOfTheSecondGeneration() throws Exception {
        String second = "<subtype type=\"integer\">1<";
        String boot = "<secure_boot_enabled type=\"bool\">True</secure_boot_enabled><properties>";
        byte[] secure = xml("<subtype type=\"integer\">0<", second, "<properties>", boot);
        assertThat(Definitions.read("hv.xml", secure).machines().getFirst().firmware())
                .isEqualTo(Firmware.of(true, true, false));
        byte[] open =
                xml(
                        "<subtype type=\"integer\">0<",
                        second,
                        "<properties>",
                        boot.replace("True", "False"));
        assertThat(Definitions.read("hv.xml", open).machines().getFirst().firmware())
                .isEqualTo(Firmware.UEFI);
        assertThat(
                        Definitions.read("hv.xml", xml("<properties>", boot))
                                .machines()
                                .getFirst()
                                .firmware())
                .isEqualTo(Firmware.BIOS);
    }

    @Test
    void readsTheCheckpointsOfAnExportInTheOrderOfTheirTimes(@TempDir Path directory)
            throws Exception {
        Path machines = Files.createDirectories(directory.resolve("Virtual Machines"));
        Path disks = Files.createDirectories(directory.resolve("Virtual Hard Disks"));
        Path snapshots = Files.createDirectories(directory.resolve("Snapshots"));
        Files.createFile(disks.resolve("web.vhd"));
        Files.createFile(disks.resolve("web_1.avhd"));
        Files.write(machines.resolve("0AA394FA.xml"), xml());
        String time = "<properties><creation_time type=\"bytes\">%s</creation_time>";
        byte[] later =
                xml(
                        ">web</name>",
                        ">patched</name>",
                        "web.vhd",
                        "web_1.avhd",
                        "<properties>",
                        time.formatted("AMAgVKoH3QE="));
        byte[] first =
                xml(
                        ">web</name>",
                        ">installed</name>",
                        "<properties>",
                        time.formatted("bPFMj+IHzwE="));
        Files.write(snapshots.resolve("1111.xml"), later);
        Files.write(snapshots.resolve("2222.xml"), first);
        ReadDefinition read = HyperVExport.read(directory);
        assertThat(read.snapshots())
                .extracting(SnapshotState::name)
                .containsExactly("installed", "patched");
        assertThat(read.snapshots().getFirst().created().orElseThrow())
                .isBetween(
                        Instant.parse("2014-01-01T00:00:00Z"),
                        Instant.parse("2014-02-01T00:00:00Z"));
        assertThat(read.snapshots().get(1).parent()).contains("2222");
        assertThat(read.snapshots().get(1).machine().disks().getFirst().file())
                .isEqualTo("Virtual Hard Disks/web_1.avhd");
        assertThat(read.machines().getFirst().name()).isEqualTo("web");
        assertThat(read.notes()).anyMatch(note -> note.contains("order of their times"));
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
