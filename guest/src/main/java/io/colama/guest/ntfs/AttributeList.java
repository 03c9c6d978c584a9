package io.colama.guest.ntfs;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells in which records the attributes of a file lie that does not fit in one. */
final class AttributeList {

    private static final Limit BYTES = new Limit("bytes of an attribute list", 1 << 18);
    private static final int HEADER = 26;

    private final List<Item> items;

    private AttributeList(List<Item> items) {
        this.items = items;
    }

    /**
     * A piece of an attribute.
     *
     * @param record the record that holds it
     * @param id its number there
     */
    record Item(int type, String name, long firstCluster, long record, int id) {

        /** The piece in its record, which must belong to the file that starts at {@code base}. */
        Attribute in(MftRecord holder, long base) throws ImageException {
            if (holder.number() == base || (holder.isInUse() && holder.base() == base)) {
                for (Attribute attribute : holder.attributes()) {
                    if (attribute.type() == type
                            && attribute.id() == id
                            && attribute.name().equals(name)) {
                        return attribute;
                    }
                }
            }
            throw new ImageException.Damaged(
                    "record %d: no attribute 0x%x with number %d of record %d found"
                            .formatted(record, type, id, base));
        }
    }

    /** The list in a record, when it has one. */
    static Optional<AttributeList> of(NtfsVolume volume, MftRecord record) throws IOException {
        for (Attribute attribute : record.attributes()) {
            if (attribute.type() == Attribute.LIST) {
                String what = "attribute list of record " + record.number();
                ByteBuffer bytes =
                        Stream.of(List.of(attribute), volume.clusterBytes(), what)
                                .bytes(volume.metadata(), BYTES);
                return Optional.of(parse(bytes, what));
            }
        }
        return Optional.empty();
    }

    private static AttributeList parse(ByteBuffer bytes, String what) throws ImageException {
        List<Item> items = new ArrayList<>();
        int at = 0;
        while (bytes.limit() - at >= HEADER && bytes.getInt(at) != 0) {
            int length = bytes.getShort(at + 4) & 0xffff;
            int nameLength = (bytes.get(at + 6) & 0xff) * Character.BYTES;
            int nameAt = bytes.get(at + 7) & 0xff;
            if (length < HEADER
                    || length > bytes.limit() - at
                    || (nameLength > 0 && nameAt + nameLength > length)) {
                throw new ImageException.Damaged(
                        "%s: an entry of %d bytes at 0x%x of %d found"
                                .formatted(what, length, at, bytes.limit()));
            }
            items.add(
                    new Item(
                            bytes.getInt(at),
                            nameLength == 0
                                    ? ""
                                    : Utf16.decode(bytes.slice(at + nameAt, nameLength)),
                            bytes.getLong(at + 8),
                            bytes.getLong(at + 16) & MftRecord.NUMBER_MASK,
                            bytes.getShort(at + 24) & 0xffff));
            at += length;
        }
        return new AttributeList(List.copyOf(items));
    }

    /** The pieces of one type, as listed: by name and by first cluster. */
    List<Item> items(int type) {
        return items.stream().filter(item -> item.type == type).toList();
    }
}
