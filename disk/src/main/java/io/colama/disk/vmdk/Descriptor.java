package io.colama.disk.vmdk;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a descriptor says: a text of its own, or one inside a sparse extent.
 *
 * <p>Keys are without regard to case, and the first of several counts.
 *
 * <p>Source: [Virtual Disk Format 5.0] The Descriptor File.
 *
 * @param createType as it stands there, or empty
 * @param cid the identity of the content
 * @param parentCid that of the parent; empty for a disk that is whole
 * @param parentHint the name of the parent, or empty
 * @param tracked whether a file that tracks changed blocks is named
 * @param extents in the order of the disk
 */
record Descriptor(
        String createType,
        Optional<String> cid,
        Optional<String> parentCid,
        Optional<String> parentHint,
        boolean tracked,
        List<ExtentLine> extents) {

    private static final Limit EXTENTS = new Limit("extents in the descriptor", 4096);
    private static final String NO_PARENT = "ffffffff";
    private static final int HEX = 16;

    /** Disks that are no files. */
    private static final Set<String> DEVICES =
            Set.of(
                    "fulldevice",
                    "partitioneddevice",
                    "vmfsraw",
                    "vmfsrdm",
                    "vmfsrdmp",
                    "vmfsrawdevicemap",
                    "vmfspassthroughrawdevicemap");

    /** Reads the descriptor in a stretch of {@code file}. */
    static Descriptor read(BlockSource file, long offset, long length, String name)
            throws IOException {
        Map<String, String> values = new HashMap<>();
        List<ExtentLine> extents = new ArrayList<>();
        for (String line : DescriptorText.lines(file, offset, length, name)) {
            if (line.isEmpty() || line.charAt(0) == '#') {
                continue;
            }
            if (ExtentLine.is(line)) {
                EXTENTS.check(extents.size() + 1L);
                extents.add(ExtentLine.parse(line, name));
                continue;
            }
            int equals = line.indexOf('=');
            if (equals > 0) {
                String key = line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                values.putIfAbsent(key, unquoted(line.substring(equals + 1).strip()));
            }
        }
        return of(values, extents, name);
    }

    private static Descriptor of(Map<String, String> values, List<ExtentLine> extents, String name)
            throws ImageException {
        String version = values.getOrDefault("version", "1");
        if (!Set.of("1", "2", "3", "4").contains(version)) {
            throw new ImageException.Unsupported(
                    "%s: descriptor of a version that is not known, 1 to 4 expected"
                            .formatted(name));
        }
        if (values.containsKey("encryptionkeys")) {
            throw new ImageException.Unsupported(name + ": the disk is encrypted");
        }
        String type = values.getOrDefault("createtype", "");
        if (DEVICES.contains(type.toLowerCase(Locale.ROOT))) {
            throw new ImageException.Unsupported(
                    "%s: a disk of the type %s is a device of a host and not in a file"
                            .formatted(name, type));
        }
        Optional<String> hint =
                Optional.ofNullable(values.get("parentfilenamehint"))
                        .filter(text -> !text.isEmpty());
        return new Descriptor(
                type,
                cid(values, "cid", name),
                cid(values, "parentcid", name).filter(cid -> !cid.equals(NO_PARENT)),
                hint,
                values.containsKey("changetrackpath"),
                List.copyOf(extents));
    }

    private static Optional<String> cid(Map<String, String> values, String key, String name)
            throws ImageException {
        Optional<String> text = Optional.ofNullable(values.get(key));
        if (text.isEmpty()) {
            return text;
        }
        try {
            return Optional.of("%08x".formatted(Integer.parseUnsignedInt(text.get(), HEX)));
        } catch (NumberFormatException noNumber) {
            throw new ImageException.Damaged(
                    "%s: a %s that is no hexadecimal number of 32 bits".formatted(name, key),
                    noNumber);
        }
    }

    private static String unquoted(String text) {
        int end = text.indexOf('"', 1);
        return text.startsWith("\"") && end > 0 ? text.substring(1, end) : text;
    }

    /**
     * The names under which the parent may be found: as it is written, then as a file beside this
     * one, whichever system wrote the path.
     */
    List<String> parentNames() {
        if (parentHint.isEmpty()) {
            return List.of();
        }
        String hint = parentHint.get();
        String last = hint.substring(Math.max(hint.lastIndexOf('/'), hint.lastIndexOf('\\')) + 1);
        return last.isEmpty() || last.equals(hint) ? List.of(hint) : List.of(hint, last);
    }

    /** How many sectors all extents have. */
    long sectors() throws ImageException {
        long sum = 0;
        for (ExtentLine extent : extents) {
            sum = GrainShape.CAPACITY.check(sum + extent.sectors());
        }
        return sum;
    }
}
