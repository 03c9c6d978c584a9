package io.colama.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.definition.Definitions;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskFile;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.WriteChoices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hardware that an export gives a revision whose definition does not fit its disks. */
class KeptDefinitionTest {

    private static final int SIZE = 1 << 16;
    private static final String XML =
            """
            <domain type='kvm'>
              <name>old-name</name>
              <memory unit='MiB'>3072</memory>
              <vcpu>4</vcpu>
              <devices>
                <disk type='file' device='disk'><source file='a.raw'/><target dev='sda'/></disk>
                <disk type='file' device='disk'><source file='b.raw'/><target dev='sdb'/></disk>
              </devices>
            </domain>
            """;

    @TempDir private Path directory;

    private Environment environment;

    @BeforeEach
    void makeRepository() throws IOException {
        Clock clock = Clock.fixed(Instant.parse("2026-05-04T12:00:00Z"), ZoneOffset.UTC);
        environment = new Environment(directory.resolve("repository"), clock, "ana");
        new Init(environment).run();
        Files.write(directory.resolve("a.raw"), new byte[SIZE]);
        Files.write(directory.resolve("b.raw"), new byte[SIZE]);
    }

    /** What an export says and writes of a revision of the two disks with this definition. */
    private MachineInfo.Result.Machine kept(
            List<String> images, String name, String definition, String note) throws IOException {
        Path file = Files.writeString(directory.resolve(name), definition);
        CheckIn.Request plain =
                CheckIn.Request.of("kept", images.stream().map(directory::resolve).toList(), "in");
        new CheckIn(environment)
                .run(
                        new CheckIn.Request(
                                plain.machine(),
                                plain.sources(),
                                Optional.of(file),
                                plain.message(),
                                plain.tag(),
                                plain.author(),
                                plain.format(),
                                plain.snapshot(),
                                false,
                                plain.pick(),
                                false,
                                plain.importRoot()),
                        Task.SILENT);
        Path target = directory.resolve("kept");
        Export.Result made =
                new Export(environment)
                        .run(
                                new Export.Request(
                                        "kept", target, MachineOutput.LIBVIRT, false, false, false),
                                Task.SILENT);
        assertThat(made.warnings()).anyMatch(text -> text.contains(note));
        return new MachineInfo().run(target, Task.SILENT).orElseThrow().machines().getFirst();
    }

    @Test
    void takesUsualHardwareWhereTheDefinitionCannotBeRead() throws IOException {
        MachineInfo.Result.Machine machine =
                kept(
                        List.of("a.raw"),
                        "web.xml",
                        "<domain><broken></domain>",
                        "The definition is not read (");
        assertThat(machine.processors()).isEqualTo(2);
        assertThat(machine.disks()).hasSize(1);
    }

    @Test
    void attachesDisksAsUsualWhereTheDefinitionHasAnotherNumber() throws IOException {
        MachineInfo.Result.Machine machine =
                kept(
                        List.of("a.raw"),
                        "web.xml",
                        XML,
                        "The definition has 2 disks and the revision 1");
        assertThat(machine.processors()).isEqualTo(4);
        assertThat(machine.disks()).hasSize(1);
    }

    @Test
    void takesTheMachineWithAsManyDisksWhereTheDefinitionHasSeveral() throws IOException {
        String one =
                new String(
                        Definitions.write(
                                DefinitionFormat.OVF,
                                MachineDefinition.plain("two", 2)
                                        .builder()
                                        .memoryBytes(5L << 30)
                                        .build(),
                                WriteChoices.defaults()
                                        .withDiskFiles(
                                                List.of(
                                                        DiskFile.of("a.vmdk", "vmdk", SIZE),
                                                        DiskFile.of("b.vmdk", "vmdk", SIZE)))),
                        StandardCharsets.UTF_8);
        String before = "<VirtualSystemCollection ovf:id=\"all\"><Info>both</Info>";
        String bare = "<VirtualSystem ovf:id=\"bare\"><Info>bare</Info></VirtualSystem>";
        String both =
                one.replaceFirst("<VirtualSystem ", before + bare + "<VirtualSystem ")
                        .replace(
                                "</VirtualSystem>\n</Envelope>",
                                "</VirtualSystem></VirtualSystemCollection></Envelope>");
        assertThat(both).contains("</VirtualSystemCollection>");
        MachineInfo.Result.Machine machine =
                kept(List.of("a.raw", "b.raw"), "both.ovf", both, "The definition has 2 machines");
        assertThat(machine.memoryBytes()).isEqualTo(5L << 30);
        assertThat(machine.disks()).hasSize(2);
    }
}
