package io.colama.definition.ovf;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Words of OVF and of VMware and VirtualBox in it, beside those of the model. */
final class OvfWords {

    static final String STREAM_OPTIMIZED =
            "http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized";

    private static final String OTHER_FORMAT = "urn:format:";

    private static final Map<String, String> FORMATS =
            Map.of(
                    "vmdk",
                    STREAM_OPTIMIZED,
                    "vhd",
                    "http://go.microsoft.com/fwlink/?LinkId=137171",
                    "vdi",
                    "http://www.virtualbox.org/vdi",
                    "qcow2",
                    "http://www.gnome.org/~markmc/qcow-image-format.html",
                    "raw",
                    "http://en.wikipedia.org/wiki/Byte");

    /** The neutral words of SCSI controllers, as VMware writes them. */
    private static final Map<String, String> SCSI =
            Map.of(
                    "lsilogic", "lsilogic",
                    "buslogic", "buslogic",
                    "lsisas1068", "lsilogicsas",
                    "pvscsi", "VirtualSCSI");

    private static final Map<String, String> CARDS =
            Map.of(
                    "e1000", "E1000",
                    "e1000e", "E1000e",
                    "vmxnet3", "VmxNet3",
                    "vmxnet2", "VmxNet2",
                    "vmxnet", "VmxNet",
                    "pcnet", "PCNet32",
                    "virtio", "virtio");

    private OvfWords() {}

    /** The format of a disk behind the address that names it. */
    static Optional<String> format(String url) {
        if (url.startsWith(OTHER_FORMAT)) {
            return Optional.of(url.substring(OTHER_FORMAT.length()));
        }
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.contains("vmdk")) {
            return Optional.of("vmdk");
        }
        return FORMATS.entrySet().stream()
                .filter(entry -> entry.getValue().equalsIgnoreCase(url))
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> lower.contains("qcow") ? Optional.of("qcow2") : Optional.empty());
    }

    /** The address that names the format of a disk; VMDK where none is known. */
    static String formatUrl(Optional<String> format) {
        return format.map(word -> FORMATS.getOrDefault(word, OTHER_FORMAT + word))
                .orElse(STREAM_OPTIMIZED);
    }

    /** The neutral word of a SCSI controller; files may list several, the last counts. */
    static Optional<String> scsiModel(String subTypes) {
        String last = lastWord(subTypes);
        return key(SCSI, last);
    }

    static Optional<String> scsiSubType(Optional<String> model) {
        return Optional.of(SCSI.getOrDefault(model.orElse("lsilogic"), "lsilogic"));
    }

    /** The neutral word of a network card; files may list several, the first counts. */
    static Optional<String> card(String subTypes) {
        String first = subTypes.strip().split("[\\s,]+", 2)[0];
        return first.isEmpty()
                ? Optional.empty()
                : key(CARDS, first).or(() -> Optional.of(first.toLowerCase(Locale.ROOT)));
    }

    static String cardSubType(Optional<String> model) {
        return CARDS.getOrDefault(model.orElse("e1000"), "E1000");
    }

    /** {@code debian12_64Guest} as {@code debian12-64}, as a .vmx has it. */
    static String vmxSystem(String osType) {
        String bare = osType.endsWith("Guest") ? osType.substring(0, osType.length() - 5) : osType;
        return bare.replaceFirst("_64$|(?<=[^0-9_])64$", "-64");
    }

    static String osType(String vmxSystem) {
        return vmxSystem.replace("-64", "_64") + "Guest";
    }

    private static String lastWord(String words) {
        String[] all = words.strip().split("\\s+");
        return all[all.length - 1];
    }

    private static Optional<String> key(Map<String, String> words, String value) {
        return words.entrySet().stream()
                .filter(entry -> entry.getValue().equalsIgnoreCase(value))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
