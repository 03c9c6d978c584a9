package io.colama.operations.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines, word by word. */
final class QemuCommandTest {

    private static final Qemu PC = new Qemu(Path.of("qemu-system-x86_64"), "x86_64");

    private static List<String> words(MachineDefinition machine, Path socket) {
        List<String> exports = new ArrayList<>();
        for (int i = 0; i < machine.disks().size(); i++) {
            exports.add("disk" + i);
        }
        return QemuCommand.of(PC, machine, choices(socket, exports));
    }

    private static QemuCommand.Choices choices(Path socket, List<String> exports) {
        return new QemuCommand.Choices(
                Accelerator.TCG,
                socket,
                exports,
                new QemuCommand.Console(OptionalInt.empty()),
                true,
                Optional.empty(),
                List.of());
    }

    @Test
    void isTheWholeLineOfAPlainMachine() {
        assertThat(
                        QemuCommand.line(
                                words(MachineDefinition.plain("web", 1), Path.of("/s/disks.sock"))))
                .isEqualTo(
                        "qemu-system-x86_64 -name guest=web -machine q35 -accel tcg -cpu max"
                                + " -smp 2,sockets=2,cores=1,threads=1 -m 2048M -rtc base=utc"
                                + " -nodefaults -no-user-config"
                                + " -blockdev driver=nbd,node-name=disk0,discard=unmap,reconnect-delay=30,"
                                + "server.type=unix,server.path=/s/disks.sock,export=disk0"
                                + " -device virtio-blk-pci,drive=disk0,bootindex=1"
                                + " -netdev user,id=net0 -device virtio-net-pci,netdev=net0"
                                + " -device virtio-rng-pci -serial mon:stdio -display none"
                                + " -device VGA");
    }

    @Test
    void leavesNothingOfAHostileNameButHarmlessLetters() {
        MachineDefinition machine =
                MachineDefinition.plain("x,file=/etc/passwd\u001b[2J$(reboot)", 0);
        assertThat(words(machine, Path.of("/s")).get(2))
                .isEqualTo("guest=x_file__etc_passwd__2J__reboot_");
    }

    @Test
    void doublesTheCommasOfAPlace() {
        assertThat(words(MachineDefinition.plain("web", 1), Path.of("/a,b/c.sock")))
                .anyMatch(word -> word.contains("server.path=/a,,b/c.sock,export=disk0"));
    }

    @Test
    void quotesWhatAShellWouldTakeApart() {
        assertThat(QemuCommand.line(List.of("a b", "it's", "$x", "plain")))
                .isEqualTo("'a b' 'it'\\''s' '$x' plain");
    }

    @ParameterizedTest
    @CsvSource({
        "VIRTIO, 'virtio-blk-pci,drive=disk1,bootindex=2', q35",
        "XEN, 'virtio-blk-pci,drive=disk1,bootindex=2', q35",
        "SCSI, 'scsi-hd,bus=scsi0.0,drive=disk1,bootindex=2', q35",
        "SATA, 'ide-hd,bus=sata0.1,drive=disk1,bootindex=2', q35",
        "IDE, 'ide-hd,bus=ide.0,unit=1,drive=disk1,bootindex=2', pc",
        "NVME, 'nvme,serial=colama1,drive=disk1,bootindex=2', q35",
        "USB, 'usb-storage,bus=usb0.0,drive=disk1,bootindex=2', q35",
    })
    void attachesDisksAsTheDefinitionDoes(DiskBus bus, String second, String board) {
        MachineDefinition machine =
                MachineDefinition.plain("web", 0)
                        .builder()
                        .disks(List.of(DiskDevice.of(bus, 0, 0, ""), DiskDevice.of(bus, 0, 1, "")))
                        .build();
        assertThat(words(machine, Path.of("/s"))).contains(second, board);
    }

    @Test
    void startsByUefiFromTheFilesThatItIsGiven() {
        QemuCommand.Choices choices =
                new QemuCommand.Choices(
                        Accelerator.KVM,
                        Path.of("/s"),
                        List.of("disk0"),
                        new QemuCommand.Console(OptionalInt.of(3)),
                        false,
                        Optional.of(
                                new QemuCommand.UefiFiles(
                                        Path.of("/fw/code.fd"), Path.of("/own/vars.fd"))),
                        List.of("-snapshot"));
        List<String> words = QemuCommand.of(PC, MachineDefinition.plain("web", 1), choices);
        assertThat(words)
                .contains(
                        "driver=file,node-name=uefi-code,read-only=on,filename=/fw/code.fd",
                        "driver=file,node-name=uefi-vars,filename=/own/vars.fd",
                        "q35,pflash0=uefi-code,pflash1=uefi-vars",
                        "host",
                        "user,id=net0,restrict=on",
                        "127.0.0.1:3")
                .endsWith("-snapshot");
    }
}
