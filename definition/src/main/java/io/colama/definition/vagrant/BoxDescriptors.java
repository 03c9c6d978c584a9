package io.colama.definition.vagrant;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.WriteChoices;
import io.colama.definition.machine.WriteChoices.BoxProvider;
import io.colama.definition.ovf.OvfWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the descriptors of a box; the caller adds the disks and packs. */
public final class BoxDescriptors {

    private static final long GIB = 1L << 30;

    private BoxDescriptors() {}

    /** The files of a box without its disks, by their names, in the order of the archive. */
    public static Map<String, byte[]> write(MachineDefinition machine, WriteChoices choices) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        MachineDefinition placed = machine.withDiskFiles(choices.diskFiles());
        files.put("metadata.json", metadata(placed, choices.boxProvider()));
        files.put("Vagrantfile", vagrantfile(placed, choices.boxProvider()));
        if (choices.boxProvider() == BoxProvider.VIRTUALBOX) {
            files.put(
                    "box.ovf",
                    OvfWriter.write(machine, choices.withOvfVersion(WriteChoices.OvfVersion.V1_1)));
        }
        return files;
    }

    /**
     * The {@code metadata.json} alone. Sizes are whole gibibytes, rounded up; with one disk they
     * stand where all versions of vagrant-libvirt look.
     */
    public static byte[] metadata(MachineDefinition machine, BoxProvider provider) {
        JsonObject json = new JsonObject();
        switch (provider) {
            case VIRTUALBOX -> json.addProperty("provider", "virtualbox");
            case LIBVIRT -> {
                json.addProperty("provider", "libvirt");
                List<DiskDevice> disks = machine.disks();
                if (disks.size() == 1 && disks.getFirst().file().equals("box.img")) {
                    describe(json, disks.getFirst());
                } else {
                    JsonArray array = new JsonArray();
                    for (DiskDevice disk : disks) {
                        JsonObject entry = new JsonObject();
                        entry.addProperty("path", disk.file());
                        describe(entry, disk);
                        array.add(entry);
                    }
                    json.add("disks", array);
                }
            }
        }
        String text =
                new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create().toJson(json);
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void describe(JsonObject json, DiskDevice disk) {
        json.addProperty("format", disk.format().orElse("qcow2"));
        if (disk.sizeBytes().isPresent()) {
            json.addProperty("virtual_size", Math.ceilDiv(disk.sizeBytes().getAsLong(), GIB));
        }
    }

    private static byte[] vagrantfile(MachineDefinition machine, BoxProvider provider) {
        StringBuilder out = new StringBuilder("Vagrant.configure(\"2\") do |config|\n");
        machine.networks().stream()
                .findFirst()
                .flatMap(NetworkInterface::mac)
                .filter(mac -> provider == BoxProvider.VIRTUALBOX)
                .ifPresent(mac ->
                        out.append("  config.vm.base_mac = \"")
                                .append(mac.digits())
                                .append("\"\n"));
        String name = provider == BoxProvider.LIBVIRT ? "libvirt" : "virtualbox";
        long mebibytes = (machine.memoryBytes() + (1 << 20) - 1) >> 20;
        out.append("  config.vm.provider :").append(name).append(" do |machine|\n");
        out.append("    machine.memory = ").append(mebibytes).append('\n');
        out.append("    machine.cpus = ").append(machine.cpu().count()).append('\n');
        out.append("  end\nend\n");
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
