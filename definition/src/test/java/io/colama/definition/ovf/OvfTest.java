package io.colama.definition.ovf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.definition.Definitions;
import io.colama.definition.Fixtures;
import io.colama.definition.machine.Cpu;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.DiskFile;
import io.colama.definition.machine.Firmware;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.OsHint;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.machine.WriteChoices;
import io.colama.testkit.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** OVF descriptors of all versions. */
class OvfTest {

    @Test
    void readsAllMachinesOfACollection() throws Exception {
        ReadDefinition read = Fixtures.read("two.ovf");
        assertThat(read.format()).isEqualTo(DefinitionFormat.OVF);
        assertThat(read.machines())
                .extracting(MachineDefinition::name)
                .containsExactly("Web & more", "db");
        MachineDefinition web = read.machines().getFirst();
        assertThat(web.memoryBytes()).isEqualTo(3L << 30);
        assertThat(web.firmware()).isEqualTo(Firmware.of(true, true, false));
        assertThat(web.os()).contains(new OsHint("debian12", "debian12-64"));
        assertThat(web.machineType()).contains("vmx-19");
        assertThat(web.description()).isEqualTo("Serves pages");
        assertThat(web.disks())
                .containsExactly(
                        DiskDevice.of(DiskBus.SCSI, 0, 0, "")
                                .withFile(
                                        "web.vmdk.gz",
                                        Optional.of("vmdk"),
                                        OptionalLong.of(16L << 30))
                                .withControllerModel(Optional.of("pvscsi"))
                                .withId(Optional.of("d1")),
                        DiskDevice.of(DiskBus.SCSI, 0, 1, "")
                                .withFile("", Optional.empty(), OptionalLong.of(4L << 30))
                                .withControllerModel(Optional.of("pvscsi"))
                                .withId(Optional.of("d3")));
    }

    @Test
    void theDefaultConfigurationCounts() throws Exception {
        assertThat(Fixtures.read("two.ovf").machines().getFirst().cpu())
                .isEqualTo(new Cpu(2, 4, 1, "x86_64"));
    }

    @Test
    void anIdeControllerWithFourUnitsIsTwoChannels() throws Exception {
        assertThat(Fixtures.read("two.ovf").machines().getFirst().drives())
                .containsExactly(RemovableDrive.cdrom(DiskBus.IDE, 1, 1, "tools.iso"));
    }

    @Test
    void describesCompressedAndChunkedFiles() throws Exception {
        OvfEnvelope envelope = OvfReader.envelope("two.ovf", Fixtures.bytes("two.ovf"));
        assertThat(envelope.files().get(0).compression()).contains("gzip");
        assertThat(envelope.files().get(1).chunkSizeBytes()).isEqualTo(OptionalLong.of(1000));
        assertThat(envelope.definition().notes())
                .containsExactly(
                        "The file https://files.example/far.vmdk is elsewhere and is not fetched.");
    }

    @Test
    void aRequiredSectionOfAStrangerFailsTheReading() throws Exception {
        String changed =
                new String(Fixtures.bytes("two.ovf"), StandardCharsets.UTF_8)
                        .replace(
                                "<acme:SupportSection ovf:required=\"false\">",
                                "<acme:SupportSection>");
        assertThatThrownBy(
                        () -> Definitions.read("two.ovf", changed.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(DefinitionException.Unsupported.class)
                .hasMessageContaining("SupportSection of http://acme.example/ovf is required");
    }

    @ParameterizedTest
    @CsvSource({
        "byte * 2^20, 1048576",
        "byte*2^30, 1073741824",
        "byte * 10^9, 1000000000",
        "byte * 512, 512",
        "MegaBytes, 1048576",
        "byte, 1"
    })
    void readsUnits(String unit, long bytes) {
        assertThat(OvfUnits.bytes(unit)).isEqualTo(OptionalLong.of(bytes));
    }

    @Test
    void unitsThatAreNoneOrTooLargeAreAbsent() {
        assertThat(OvfUnits.bytes("furlong")).isEmpty();
        assertThat(OvfUnits.bytes("byte * 2^64")).isEmpty();
        assertThat(OvfUnits.bytes("byte * 9999^99")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "input.ovf, 1, 1",
        "iosv.ovf, 1, 2",
        "minimal.ovf, 1, 0",
        "invalid.ovf, 1, 1",
        "ubuntu.2.0.ovf, 1, 1",
        "v0.9.ovf, 1, 1",
        "vmware.ovf, 1, 1"
    })
    void readsSamplesOfOthers(String name, int machines, int disks) throws Exception {
        Path sample = Samples.find("ovf/" + name);
        ReadDefinition read = Definitions.read(name, Files.readAllBytes(sample));
        assertThat(read.machines()).hasSize(machines);
        assertThat(read.machines().getFirst().disks()).hasSize(disks);
    }

    @Test
    void readsTheSampleOfVersion20() throws Exception {
        Path sample = Samples.find("ovf/ubuntu.2.0.ovf");
        MachineDefinition machine =
                Definitions.read("u.ovf", Files.readAllBytes(sample)).machines().getFirst();
        assertThat(machine.memoryBytes()).isEqualTo(512L << 20);
        assertThat(machine.os().orElseThrow().id()).isEqualTo("ubuntu");
        assertThat(machine.uuid()).isPresent();
        assertThat(machine.disks().getFirst().file()).isEqualTo("ubuntu.2.0-disk1.vmdk");
        assertThat(machine.disks().getFirst().bus()).isEqualTo(DiskBus.SATA);
        assertThat(machine.disks().getFirst().sizeBytes()).isEqualTo(OptionalLong.of(8L << 30));
        assertThat(machine.drives()).hasSize(1);
        assertThat(machine.networks().getFirst().network()).isEqualTo("NAT");
    }

    @Test
    void readsTheSampleOfVersion09() throws Exception {
        Path sample = Samples.find("ovf/v0.9.ovf");
        MachineDefinition machine =
                Definitions.read("v.ovf", Files.readAllBytes(sample)).machines().getFirst();
        assertThat(machine.memoryBytes()).isEqualTo(8L << 30);
        assertThat(machine.disks().getFirst().file()).isEqualTo("input.vmdk");
        assertThat(machine.disks().getFirst().sizeBytes()).isEqualTo(OptionalLong.of(1 << 30));
    }

    @ParameterizedTest
    @EnumSource(WriteChoices.OvfVersion.class)
    void writesTheGoldenDescriptor(WriteChoices.OvfVersion version) throws Exception {
        MachineDefinition machine = Fixtures.read("two.ovf").machines().getFirst();
        WriteChoices choices =
                WriteChoices.defaults()
                        .withOvfVersion(version)
                        .withDiskFiles(
                                List.of(
                                        new DiskFile(
                                                "web-disk1.vmdk",
                                                "vmdk",
                                                16L << 30,
                                                OptionalLong.of(1234),
                                                OptionalLong.of(5 << 20)),
                                        DiskFile.of("web-disk2.vmdk", "vmdk", 4L << 30)));
        byte[] written = Definitions.write(DefinitionFormat.OVF, machine, choices);
        Fixtures.assertGolden("golden/web-" + version + ".ovf", written);
        ReadDefinition again = Definitions.read("web.ovf", written);
        assertThat(again.notes()).isEmpty();
        assertThat(again.machines().getFirst().disks())
                .extracting(DiskDevice::file)
                .containsExactly("web-disk1.vmdk", "web-disk2.vmdk");
        assertThat(again.machines().getFirst().networks()).isEqualTo(machine.networks());
    }
}
