package io.colama.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.DiskFile;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.WriteChoices;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The door of the module. */
class DefinitionsTest {

    @ParameterizedTest
    @CsvSource({
        "debian.xml, LIBVIRT",
        "two.ovf, OVF",
        "build.vmx, VMX",
        "desk.vbox, VBOX",
        "104.conf, PROXMOX",
        "web.cfg, XL",
        "old.cfg, XL"
    })
    void recognizesFilesByWhatIsInThem(String name, DefinitionFormat format) throws Exception {
        assertThat(Definitions.probe(name, Fixtures.bytes(name))).contains(format);
        assertThat(Definitions.probe("renamed.txt", Fixtures.bytes(name))).contains(format);
    }

    @ParameterizedTest
    @CsvSource({"'', x", "<html/>, x.xml", "hello, x.txt", "key: value, y.yaml", "{}, x.json"})
    void otherFilesAreNone(String content, String name) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        assertThat(Definitions.probe(name, bytes)).isEmpty();
        assertThatThrownBy(() -> Definitions.read(name, bytes))
                .isInstanceOf(DefinitionException.NotThisFormat.class);
    }

    @Test
    void aNameAloneMakesNoDefinition() {
        byte[] toml = "name = \"x\"\ntype = \"lib\"\n".getBytes(StandardCharsets.UTF_8);
        byte[] nginx = "worker: 1\nserver { }\n".getBytes(StandardCharsets.UTF_8);
        assertThat(Definitions.probe("Cargo.toml", toml)).isEmpty();
        assertThat(Definitions.probe("nginx.conf", nginx)).isEmpty();
        assertThat(Definitions.probe("empty.vmx", new byte[0])).isEmpty();
        byte[] small = "memsize = \"4\"\n".getBytes(StandardCharsets.UTF_8);
        assertThat(Definitions.probe("small.vmx", small)).contains(DefinitionFormat.VMX);
        assertThat(Definitions.probe("small.txt", small)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(DefinitionFormat.class)
    void everyWritableFormatTakesAPlainMachineWithFilesOfTheCaller(DefinitionFormat format)
            throws Exception {
        MachineDefinition machine = MachineDefinition.plain("web", 1);
        WriteChoices choices =
                WriteChoices.defaults()
                        .withDiskFiles(List.of(DiskFile.of("new.img", "raw", 1L << 30)));
        if (!format.writable()) {
            assertThatThrownBy(() -> Definitions.write(format, machine, choices))
                    .isInstanceOf(DefinitionException.Unsupported.class);
            return;
        }
        byte[] written = Definitions.write(format, machine, choices);
        MachineDefinition read =
                Definitions.read("web." + format.extension(), written).machines().getFirst();
        assertThat(read.disks()).extracting(DiskDevice::file).containsExactly("new.img");
    }

    @Test
    void formatsAreFoundByTheirNames() {
        for (DefinitionFormat format : DefinitionFormat.values()) {
            assertThat(DefinitionFormat.byName(format.formatName())).contains(format);
        }
        assertThat(DefinitionFormat.byName("OVF")).isEmpty();
    }

    @Test
    void saysWhatABoxDoesNotKeep() throws Exception {
        MachineDefinition machine = Fixtures.read("104.conf").machines().getFirst();
        List<String> libvirt =
                Definitions.losses(
                        DefinitionFormat.VAGRANT,
                        machine,
                        WriteChoices.defaults().withBoxProvider(WriteChoices.BoxProvider.LIBVIRT));
        assertThat(libvirt)
                .contains(
                        "The format does not fully keep the name.",
                        "The format does not fully keep the firmware.",
                        "The format does not fully keep the network cards.")
                .doesNotContain("The format does not fully keep the memory.");
        assertThat(
                        Definitions.losses(
                                DefinitionFormat.VAGRANT,
                                machine,
                                WriteChoices.defaults()
                                        .withBoxProvider(WriteChoices.BoxProvider.VIRTUALBOX)))
                .contains("The format does not fully keep the machine type.")
                .doesNotContain(
                        "The format does not fully keep the name.",
                        "The format does not fully keep the memory.",
                        "The format does not fully keep the network cards.");
    }

    @Test
    void saysWhatAFormatDoesNotKeep() throws Exception {
        MachineDefinition machine = Fixtures.read("104.conf").machines().getFirst();
        assertThat(Definitions.losses(DefinitionFormat.PROXMOX, machine, WriteChoices.defaults()))
                .isEmpty();
        assertThat(Definitions.losses(DefinitionFormat.XL, machine, WriteChoices.defaults()))
                .contains(
                        "The format does not fully keep the description.",
                        "The format does not fully keep the firmware.",
                        "The format does not fully keep the machine type.");
    }
}
