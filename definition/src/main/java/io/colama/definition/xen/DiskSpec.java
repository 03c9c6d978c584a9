package io.colama.definition.xen;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A disk as {@code xl} describes it: positions {@code target,format,vdev,access}, mixed with keys.
 *
 * @param target the file or device
 * @param format the format of the file; empty where it is left to {@code xl}
 * @param vdev the name that the guest sees, such as {@code xvda}
 * @param cdrom whether it is a drive
 */
record DiskSpec(String target, Optional<String> format, String vdev, boolean cdrom) {

    private static final List<String> POSITIONS = List.of("target", "format", "vdev", "access");
    private static final Set<String> FORMATS = Set.of("raw", "qcow", "qcow2", "vhd", "qed");

    static DiskSpec parse(String text) {
        Map<String, String> parts = new HashMap<>();
        int position = 0;
        boolean cdrom = false;
        String rest = text.strip();
        while (!rest.isEmpty()) {
            if (rest.startsWith("target=")) {
                // the last one, with whatever commas are in it
                parts.put("target", rest.substring("target=".length()));
                break;
            }
            int comma = rest.indexOf(',');
            String part = (comma < 0 ? rest : rest.substring(0, comma)).strip();
            rest = comma < 0 ? "" : rest.substring(comma + 1).stripLeading();
            int equals = part.indexOf('=');
            if (part.equals("cdrom") || part.equals("devtype=cdrom")) {
                cdrom = true;
            } else if (equals > 0 && part.substring(0, equals).matches("[a-z-]+")) {
                parts.put(part.substring(0, equals), part.substring(equals + 1));
            } else if (position < POSITIONS.size()) {
                parts.put(POSITIONS.get(position++), part);
            }
        }
        String vdev = parts.getOrDefault("vdev", "");
        if (vdev.endsWith(":cdrom")) {
            cdrom = true;
            vdev = vdev.substring(0, vdev.length() - ":cdrom".length());
        }
        return withoutPrefix(
                parts.getOrDefault("target", ""),
                parts.getOrDefault("format", "").toLowerCase(Locale.ROOT),
                vdev,
                cdrom,
                parts.getOrDefault("access", ""));
    }

    /** Old forms say {@code phy:}, {@code file:}, {@code tap:aio:} or {@code tap2:vhd:} first. */
    private static DiskSpec withoutPrefix(
            String target, String format, String vdev, boolean cdrom, String access) {
        String bare = target;
        String found = format;
        String place = vdev;
        boolean old = false;
        while (bare.matches("(phy|file|tap2?|aio|raw|qcow2?|vhd|blktap2?):.*")) {
            String prefix = bare.substring(0, bare.indexOf(':'));
            bare = bare.substring(prefix.length() + 1);
            old = true;
            if (FORMATS.contains(prefix)) {
                found = prefix;
            }
        }
        boolean drive = cdrom;
        // in the old form the second position is the device
        if (old && place.matches("r|w|ro|rw|") && format.matches("(xvd|hd|sd|ioemu:).*")) {
            place = format.replaceFirst("^ioemu:", "");
            found = FORMATS.contains(found) ? found : "raw";
            if (place.endsWith(":cdrom")) {
                drive = true;
                place = place.substring(0, place.length() - ":cdrom".length());
            }
        }
        return new DiskSpec(
                bare,
                FORMATS.contains(found) ? Optional.of(found) : Optional.empty(),
                place,
                drive || access.equals("cdrom"));
    }
}
