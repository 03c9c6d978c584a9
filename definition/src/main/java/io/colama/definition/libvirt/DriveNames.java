package io.colama.definition.libvirt;

import io.colama.definition.machine.DiskBus;

/** Names such as {@code vda} and {@code sdab}: a prefix for the bus and letters that count. */
public final class DriveNames {

    private static final int LETTERS = 26;
    private static final int MAX_LETTERS = 4;

    private DriveNames() {}

    /** The bus that a name tells; SATA when it tells none. */
    public static DiskBus bus(String name) {
        if (name.startsWith("xvd")) {
            return DiskBus.XEN;
        }
        return switch (name.length() < 2 ? "" : name.substring(0, 2)) {
            case "hd" -> DiskBus.IDE;
            case "sd" -> DiskBus.SCSI;
            case "vd" -> DiskBus.VIRTIO;
            case "fd" -> DiskBus.FDC;
            default -> DiskBus.SATA;
        };
    }

    /** What the letters of a name count, from 0; 0 for a name without. */
    public static int index(String name) {
        int start = name.startsWith("xvd") ? 3 : 2;
        int end = start;
        while (end < name.length() && name.charAt(end) >= 'a' && name.charAt(end) <= 'z') {
            end++;
        }
        if (end <= start || end - start > MAX_LETTERS) {
            return 0;
        }
        int index = 0;
        for (int i = start; i < end; i++) {
            index = index * LETTERS + (name.charAt(i) - 'a' + 1);
        }
        return index - 1;
    }

    /** The name with this prefix that counts to {@code index}. */
    public static String name(String prefix, int index) {
        StringBuilder letters = new StringBuilder();
        for (int n = index; n >= 0; n = n / LETTERS - 1) {
            letters.insert(0, (char) ('a' + n % LETTERS));
        }
        return prefix + letters;
    }

    /** The controller of the disk that names count to {@code index}. */
    public static int controller(DiskBus bus, int index) {
        return unitsPerController(bus) == Integer.MAX_VALUE ? 0 : index / unitsPerController(bus);
    }

    /** The unit of the disk that names count to {@code index}. */
    public static int unit(DiskBus bus, int index) {
        return index % unitsPerController(bus);
    }

    private static int unitsPerController(DiskBus bus) {
        return switch (bus) {
            case IDE, FDC -> 2;
            case SATA -> 6;
            case SCSI -> 7;
            case VIRTIO, NVME, USB, XEN -> Integer.MAX_VALUE;
        };
    }
}
