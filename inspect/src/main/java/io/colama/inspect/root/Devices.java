package io.colama.inspect.root;

import io.colama.guest.volume.GuestDisks;
import io.colama.guest.volume.Volume;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the volume that a system calls by some name of Linux. */
final class Devices {

    private static final Pattern DISK =
            Pattern.compile("/dev/(?:(?:sd|hd|vd|xvd)([a-z])(\\d*)|nvme(\\d+)n1(?:p(\\d+))?)");

    private static final Pattern BY =
            Pattern.compile("/dev/disk/by-(uuid|label|partuuid|partlabel)/(.+)");

    private final GuestDisks disks;

    Devices(GuestDisks disks) {
        this.disks = disks;
    }

    Optional<Volume> find(String device) {
        int equals = device.indexOf('=');
        if (equals > 0) {
            String value = device.substring(equals + 1).replace("\"", "");
            return by(device.substring(0, equals).toLowerCase(Locale.ROOT), value);
        }
        Matcher by = BY.matcher(device);
        if (by.matches()) {
            return by(by.group(1), by.group(2).replace("\\x20", " "));
        }
        if (device.startsWith("/dev/mapper/")) {
            String name = device.substring("/dev/mapper/".length());
            return only(volume -> mapperName(volume).equals(name));
        }
        Matcher disk = DISK.matcher(device);
        if (disk.matches()) {
            return numbered(disk);
        }
        if (device.startsWith("/dev/md")) {
            String name = device.substring("/dev/md".length()).replaceFirst("^/", "");
            return only(volume -> volume.name().equals("md:" + name));
        }
        return device.startsWith("/dev/")
                ? only(volume -> volume.name().equals("lvm:" + device.substring(5)))
                : Optional.empty();
    }

    private Optional<Volume> by(String tag, String value) {
        return switch (tag) {
            case "uuid" ->
                    only(v -> v.content().uuid().filter(value::equalsIgnoreCase).isPresent());
            case "label" -> only(v -> v.content().label().filter(value::equals).isPresent());
            case "partuuid" ->
                    only(v ->
                            v.partition()
                                    .flatMap(p -> p.uuid())
                                    .filter(value::equalsIgnoreCase)
                                    .isPresent());
            case "partlabel" ->
                    only(v ->
                            v.partition().flatMap(p -> p.name()).filter(value::equals).isPresent());
            default -> Optional.empty();
        };
    }

    /** By the order of the disks: {@code sdb2} is the second partition of the second disk. */
    private Optional<Volume> numbered(Matcher name) {
        String letter = name.group(1);
        int disk = letter != null ? letter.charAt(0) - 'a' : number(name.group(3));
        String partition = letter != null ? name.group(2) : name.group(4);
        List<GuestDisks.Layout> layouts = disks.layouts();
        if (disk < 0 || disk >= layouts.size()) {
            return Optional.empty();
        }
        String wanted = layouts.get(disk).disk().name();
        String volume =
                partition == null || partition.isEmpty() ? wanted : wanted + "p" + partition;
        return only(v -> v.name().equals(volume));
    }

    private static int number(String digits) {
        return digits.length() > 4 ? -1 : Integer.parseInt(digits);
    }

    private static String mapperName(Volume volume) {
        String name = volume.name();
        int slash = name.indexOf('/');
        return name.startsWith("lvm:") && slash > 0
                ? name.substring(4, slash).replace("-", "--")
                        + "-"
                        + name.substring(slash + 1).replace("-", "--")
                : "";
    }

    private Optional<Volume> only(Predicate<Volume> wanted) {
        return disks.volumes().stream().filter(wanted).findFirst();
    }
}
