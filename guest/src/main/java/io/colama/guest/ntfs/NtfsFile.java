package io.colama.guest.ntfs;

import io.colama.block.ImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A record that starts a file, and the attributes of the file wherever they lie. */
final class NtfsFile {

    private final NtfsVolume volume;
    private final MftRecord record;
    private final Optional<AttributeList> list;

    private NtfsFile(NtfsVolume volume, MftRecord record, Optional<AttributeList> list) {
        this.volume = volume;
        this.record = record;
        this.list = list;
    }

    /**
     * The file of a record.
     *
     * @param sequence how often the record must have been used; 0 for any
     */
    static NtfsFile open(NtfsVolume volume, long number, int sequence) throws IOException {
        MftRecord record = volume.record(number);
        if (!record.isInUse() || record.base() != 0) {
            throw new ImageException.Damaged(
                    "record %d: one that %s found where a file is expected"
                            .formatted(
                                    number,
                                    record.isInUse()
                                            ? "continues record " + record.base()
                                            : "is free"));
        }
        if (sequence != 0 && record.sequence() != sequence) {
            throw new ImageException.Damaged(
                    "record %d: sequence number %d found, %d expected; it was used again for another file"
                            .formatted(number, record.sequence(), sequence));
        }
        return new NtfsFile(volume, record, AttributeList.of(volume, record));
    }

    NtfsVolume volume() {
        return volume;
    }

    MftRecord record() {
        return record;
    }

    String what() {
        return "record " + record.number();
    }

    /** All attributes of a type, those in further records included. */
    List<Attribute> attributes(int type) throws IOException {
        if (list.isEmpty()) {
            return record.attributes().stream().filter(found -> found.type() == type).toList();
        }
        return collect(list.get().items(type));
    }

    private List<Attribute> collect(List<AttributeList.Item> items) throws IOException {
        Map<Long, MftRecord> holders = new HashMap<>();
        holders.put(record.number(), record);
        List<Attribute> attributes = new ArrayList<>();
        for (AttributeList.Item item : items) {
            MftRecord holder = holders.get(item.record());
            if (holder == null) {
                holder = volume.record(item.record());
                holders.put(item.record(), holder);
            }
            attributes.add(item.in(holder, record.number()));
        }
        return attributes;
    }

    /** The stream of a type with exactly this name. */
    Optional<Stream> stream(int type, String name) throws IOException {
        List<Attribute> pieces;
        if (list.isEmpty()) {
            pieces =
                    record.attributes().stream()
                            .filter(found -> found.type() == type && found.name().equals(name))
                            .toList();
        } else {
            pieces =
                    collect(
                            list.get().items(type).stream()
                                    .filter(item -> item.name().equals(name))
                                    .toList());
        }
        return pieces.isEmpty()
                ? Optional.empty()
                : Optional.of(Stream.of(pieces, volume.clusterBytes(), what()));
    }

    /** How long the unnamed data is, without a look at all its pieces; 0 where there is none. */
    long sizeBytes() throws IOException {
        if (list.isPresent()) {
            List<AttributeList.Item> items =
                    list.get().items(Attribute.DATA).stream()
                            .filter(item -> item.name().isEmpty() && item.firstCluster() == 0)
                            .limit(1)
                            .toList();
            return items.isEmpty() ? 0 : collect(items).getFirst().sizeBytes();
        }
        for (Attribute attribute : record.attributes()) {
            if (attribute.type() == Attribute.DATA && attribute.name().isEmpty()) {
                return attribute.sizeBytes();
            }
        }
        return 0;
    }
}
