package io.colama.definition.virtualbox;

import io.colama.definition.machine.BootClasses.BootClass;
import io.colama.definition.machine.NetworkInterface.Attachment;
import java.util.Locale;
import java.util.Map;

/** Words of VirtualBox beside those of the model. */
final class VboxWords {

    static final Map<String, Attachment> ATTACHMENTS =
            Map.of(
                    "NAT", Attachment.NAT,
                    "BridgedInterface", Attachment.BRIDGE,
                    "HostOnlyInterface", Attachment.HOST_ONLY,
                    "HostOnlyNetwork", Attachment.HOST_ONLY,
                    "InternalNetwork", Attachment.NETWORK,
                    "NATNetwork", Attachment.NETWORK);

    static final Map<String, BootClass> BOOT =
            Map.of(
                    "HardDisk", BootClass.DISK,
                    "DVD", BootClass.CDROM,
                    "Network", BootClass.NETWORK,
                    "Floppy", BootClass.FLOPPY);

    private static final Map<String, String> CARDS =
            Map.of("82540EM", "e1000", "virtio", "virtio", "Am79C973", "pcnet");

    private VboxWords() {}

    static String card(String type) {
        return switch (type) {
            case "" -> "pcnet";
            case "82543GC", "82545EM" -> "e1000";
            default -> CARDS.getOrDefault(type, type.toLowerCase(Locale.ROOT));
        };
    }

    static String cardType(String model) {
        return switch (model) {
            case "virtio" -> "virtio";
            case "pcnet" -> "Am79C973";
            default -> "82540EM";
        };
    }
}
