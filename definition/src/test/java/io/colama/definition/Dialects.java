package io.colama.definition;

import io.colama.definition.Dialect.Word;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.Display.Protocol;
import io.colama.definition.machine.NetworkInterface.Attachment;
import io.colama.definition.machine.SerialPort;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** What each format can say. */
final class Dialects {

    static final Dialect LIBVIRT =
            new Dialect(
                    DefinitionFormat.LIBVIRT,
                    Map.of(
                            DiskBus.SATA, 6,
                            DiskBus.SCSI, 7,
                            DiskBus.VIRTIO, 1000),
                    3,
                    List.of("lsilogic", "virtio-scsi", "pvscsi"),
                    List.of("q35", "pc-q35-7.2"),
                    List.of(Attachment.NETWORK, Attachment.BRIDGE, Attachment.NAT, Attachment.NONE),
                    List.of("virtio", "e1000", "rtl8139"),
                    List.of(Protocol.VNC, Protocol.SPICE, Protocol.LOCAL),
                    List.of("vga", "qxl", "virtio"),
                    List.of(SerialPort.Kind.values()),
                    List.of("http://debian.org/debian/12", "http://microsoft.com/win/10"),
                    EnumSet.complementOf(EnumSet.of(Word.DISK_SIZE)));

    static final Dialect OVF =
            new Dialect(
                    DefinitionFormat.OVF,
                    Map.of(DiskBus.IDE, 2, DiskBus.SATA, 30, DiskBus.SCSI, 7, DiskBus.NVME, 15),
                    3,
                    List.of("lsilogic", "lsisas1068", "pvscsi"),
                    List.of("vmx-13", "virtualbox-2.2"),
                    List.of(Attachment.NETWORK, Attachment.NONE),
                    List.of("e1000", "vmxnet3", "pcnet"),
                    List.of(Protocol.LOCAL),
                    List.of(),
                    List.of(SerialPort.Kind.TERMINAL),
                    List.of(),
                    EnumSet.of(
                            Word.TOPOLOGY,
                            Word.UEFI,
                            Word.SECURE_BOOT,
                            Word.TPM,
                            Word.FLOPPY,
                            Word.DISK_SIZE,
                            Word.DISK_FORMAT,
                            Word.DESCRIPTION,
                            Word.MAC));

    private Dialects() {}

    /** All formats that are written. */
    static List<Dialect> all() {
        return List.of(LIBVIRT, OVF);
    }
}
