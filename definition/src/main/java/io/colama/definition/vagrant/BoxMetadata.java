package io.colama.definition.vagrant;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.text.Bound;
import io.colama.definition.text.Numbers;
import io.colama.definition.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the {@code metadata.json} of a box. */
public final class BoxMetadata {

    /** How many disks a box may have. */
    public static final Bound DISKS = new Bound("disks of a box", 1_000);

    private final String provider;
    private final JsonObject json;

    private BoxMetadata(String provider, JsonObject json) {
        this.provider = provider;
        this.json = json;
    }

    /** Whether the bytes are of this format: an object that names a provider. */
    public static boolean recognizes(byte[] content) {
        try {
            parse("", content);
            return true;
        } catch (DefinitionException none) {
            return false;
        }
    }

    static BoxMetadata parse(String what, byte[] content) throws DefinitionException {
        String text = SourceText.of(what, content).strip();
        if (!text.startsWith("{")) {
            throw new DefinitionException.NotThisFormat(
                    what + ": no JSON object found, which the metadata of a box is");
        }
        try {
            JsonElement json = JsonParser.parseString(text);
            if (json.isJsonObject()) {
                Optional<String> provider = string(json.getAsJsonObject(), "provider");
                if (provider.isPresent()) {
                    return new BoxMetadata(provider.get(), json.getAsJsonObject());
                }
            }
        } catch (JsonParseException malformed) {
            throw new DefinitionException.NotThisFormat(what + ": no JSON found");
        }
        throw new DefinitionException.NotThisFormat(
                what + ": no provider found, which the metadata of a box names");
    }

    /**
     * What the metadata alone says: the disks of a box for libvirt; for others a note where the
     * machine is.
     *
     * @throws DefinitionException when it is no metadata of a box, or damaged
     */
    public static ReadDefinition read(String what, byte[] content) throws DefinitionException {
        BoxMetadata metadata = parse(what, content);
        if (!metadata.provider.equals("libvirt")) {
            return new ReadDefinition(
                    DefinitionFormat.VAGRANT,
                    List.of(),
                    List.of(
                            "The machine of a box for "
                                    + metadata.provider
                                    + " is in another file of the box."),
                    List.of());
        }
        MachineDefinition machine =
                MachineDefinition.plain("box", 0).builder().disks(metadata.disks(what)).build();
        return new ReadDefinition(
                DefinitionFormat.VAGRANT,
                List.of(machine),
                List.of("The box names no processors and memory; usual ones are taken."),
                List.of());
    }

    String provider() {
        return provider;
    }

    private List<DiskDevice> disks(String what) throws DefinitionException {
        List<DiskDevice> disks = new ArrayList<>();
        if (json.get("disks") instanceof JsonArray array && !array.isEmpty()) {
            DISKS.check(what, array.size());
            for (JsonElement element : array) {
                if (!(element instanceof JsonObject disk)) {
                    throw new DefinitionException.Damaged(
                            what + ": a disk is no object, one with a path expected");
                }
                String path = string(disk, "path").orElse("box.img");
                disks.add(disk(disks.size(), path, disk));
            }
            return disks;
        }
        return List.of(disk(0, "box.img", json));
    }

    private static DiskDevice disk(int number, String path, JsonObject from) {
        OptionalLong gibibytes = Numbers.number(string(from, "virtual_size").orElse(""));
        return DiskDevice.of(DiskBus.VIRTIO, 0, number, path)
                .withFile(path, string(from, "format"), Numbers.times(gibibytes, 1L << 30));
    }

    private static Optional<String> string(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value != null && value.isJsonPrimitive()
                ? Optional.of(value.getAsString()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }
}
