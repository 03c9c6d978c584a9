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
                            Word.HEADLESS,
                            Word.ANY_ORDER,
                            Word.DISK_SIZE,
                            Word.DISK_FORMAT,
                            Word.DESCRIPTION,
                            Word.MAC));

    static final Dialect VMX =
            new Dialect(
                    DefinitionFormat.VMX,
                    Map.of(DiskBus.IDE, 2, DiskBus.SATA, 30, DiskBus.SCSI, 7, DiskBus.NVME, 15),
                    3,
                    List.of("lsilogic", "lsisas1068", "pvscsi"),
                    List.of("vmx-13", "vmx-19"),
                    List.of(Attachment.values()),
                    List.of("e1000", "vmxnet3"),
                    List.of(Protocol.LOCAL, Protocol.VNC),
                    List.of(),
                    List.of(
                            SerialPort.Kind.FILE,
                            SerialPort.Kind.PIPE,
                            SerialPort.Kind.TCP,
                            SerialPort.Kind.DEVICE,
                            SerialPort.Kind.NONE),
                    List.of("debian12-64", "windows9-64", "other-64"),
                    EnumSet.of(
                            Word.UUID,
                            Word.TOPOLOGY,
                            Word.UEFI,
                            Word.SECURE_BOOT,
                            Word.TPM,
                            Word.MEDIA,
                            Word.FLOPPY,
                            Word.ANY_ORDER,
                            Word.DESCRIPTION,
                            Word.MAC));

    static final Dialect VBOX =
            new Dialect(
                    DefinitionFormat.VBOX,
                    Map.of(DiskBus.IDE, 2, DiskBus.SATA, 30, DiskBus.SCSI, 15, DiskBus.NVME, 255),
                    3,
                    List.of("lsilogic", "lsisas1068", "virtio-scsi"),
                    List.of("pc", "q35"),
                    List.of(Attachment.values()),
                    List.of("e1000", "virtio", "pcnet"),
                    List.of(Protocol.LOCAL, Protocol.RDP),
                    List.of("vmsvga", "vboxvga"),
                    List.of(
                            SerialPort.Kind.FILE,
                            SerialPort.Kind.PIPE,
                            SerialPort.Kind.TCP,
                            SerialPort.Kind.DEVICE,
                            SerialPort.Kind.NONE),
                    List.of("Debian_64", "Windows10_64", "Ubuntu22_LTS_64"),
                    EnumSet.of(
                            Word.UUID,
                            Word.UEFI,
                            Word.TPM,
                            Word.MEDIA,
                            Word.FLOPPY,
                            Word.BRIDGE_NAME,
                            Word.DISK_FORMAT,
                            Word.VIDEO_MEMORY,
                            Word.DESCRIPTION,
                            Word.MAC));

    static final Dialect PROXMOX =
            new Dialect(
                    DefinitionFormat.PROXMOX,
                    Map.of(
                            DiskBus.IDE, 2,
                            DiskBus.SATA, 1000,
                            DiskBus.SCSI, 1000,
                            DiskBus.VIRTIO, 1000),
                    1,
                    List.of("lsilogic", "virtio-scsi", "pvscsi"),
                    List.of("q35", "pc-i440fx-7.2"),
                    List.of(Attachment.BRIDGE, Attachment.NAT, Attachment.NONE),
                    List.of("virtio", "e1000", "rtl8139"),
                    List.of(Protocol.VNC),
                    List.of("vga", "virtio", "cirrus"),
                    List.of(SerialPort.Kind.TERMINAL, SerialPort.Kind.DEVICE),
                    List.of("l26", "win10"),
                    EnumSet.of(
                            Word.UUID,
                            Word.TOPOLOGY,
                            Word.UEFI,
                            Word.SECURE_BOOT,
                            Word.TPM,
                            Word.MEDIA,
                            Word.DISK_FORMAT,
                            Word.DISK_SIZE,
                            Word.DISK_ID,
                            Word.VLAN,
                            Word.VIDEO_MEMORY,
                            Word.HEADLESS,
                            Word.BRIDGE_NAME,
                            Word.ANY_ORDER,
                            Word.DESCRIPTION,
                            Word.MAC));

    static final Dialect XL =
            new Dialect(
                    DefinitionFormat.XL,
                    Map.of(DiskBus.IDE, 2, DiskBus.SCSI, 1000, DiskBus.XEN, 1000),
                    1,
                    List.of(),
                    List.of("xenfv", "xenpv", "xenpvh"),
                    List.of(Attachment.BRIDGE),
                    List.of("e1000", "rtl8139"),
                    List.of(Protocol.VNC, Protocol.SPICE, Protocol.LOCAL),
                    List.of("vga", "qxl", "cirrus"),
                    List.of(SerialPort.Kind.values()),
                    List.of(),
                    EnumSet.of(
                            Word.UUID,
                            Word.UEFI,
                            Word.TPM,
                            Word.MEDIA,
                            Word.DISK_FORMAT,
                            Word.VIDEO_MEMORY,
                            Word.HEADLESS,
                            Word.BRIDGE_NAME,
                            Word.ANY_ORDER,
                            Word.OPEN,
                            Word.MAC));

    private Dialects() {}

    /** All formats that are written. */
    static List<Dialect> all() {
        return List.of(LIBVIRT, OVF, VMX, VBOX, PROXMOX, XL);
    }
}
