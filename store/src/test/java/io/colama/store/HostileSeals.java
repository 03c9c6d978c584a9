package io.colama.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Makes the checksums of changed bytes right, as somebody who means harm would. */
final class HostileSeals {

    private HostileSeals() {}

    static void seal(HostileBytes format, byte[] bytes) {
        ByteBuffer buffer = Bytes.wrap(bytes);
        switch (format) {
            case DATA_PACK -> sealDataPack(buffer);
            case NODE_PACK -> sealNodePack(buffer);
            case INDEX -> {
                put(buffer, 52, 0, 52);
                put(buffer, bytes.length - IndexFile.FOOTER, 0, bytes.length - IndexFile.FOOTER);
            }
            case RECORD -> {
                int copy = (bytes.length - 16) / 2;
                put(buffer, 16 + copy - 4, 16, 16 + copy - 4);
                put(buffer, bytes.length - 4, 16 + copy, bytes.length - 4);
            }
            case QUARANTINE -> put(buffer, bytes.length - 4, 0, bytes.length - 4);
            case REPOSITORY -> sealDescription(bytes);
            case SEGMENT, NODE -> {
                // nothing but the bytes themselves
            }
        }
    }

    /** Puts the checksum of a stretch where it belongs, if all that lies inside the file. */
    private static void put(ByteBuffer buffer, long at, long from, long to) {
        if (at >= 0
                && at + 4 <= buffer.capacity()
                && from >= 0
                && from <= to
                && to <= buffer.capacity()) {
            int length = Math.toIntExact(to - from);
            buffer.putInt((int) at, Bytes.crc32c(buffer.array(), (int) from, length));
        }
    }

    private static void sealDataPack(ByteBuffer buffer) {
        int footer = buffer.capacity() - DataPackWriter.FOOTER;
        if (footer < 0) {
            return;
        }
        long table = buffer.getLong(footer);
        long length = buffer.getInt(footer + 8);
        if (table < 0 || length < 8 || table > footer || table + length > footer) {
            return;
        }
        long segments = Math.clamp(buffer.getInt((int) table), 0, (length - 8) / 20);
        for (long entry = table + 8; entry < table + 8 + segments * 20; entry += 20) {
            long frame = buffer.getInt((int) entry);
            put(buffer, entry + 12, frame, frame + buffer.getInt((int) entry + 4));
        }
        long blocks = buffer.getInt((int) table + 4);
        for (long s = 0; s < segments; s += Geometry.NEIGHBOURHOOD_SEGMENTS) {
            long next = s + Geometry.NEIGHBOURHOOD_SEGMENTS;
            long from = buffer.getInt((int) (table + 8 + s * 20 + 8));
            long to = next < segments ? buffer.getInt((int) (table + 8 + next * 20 + 8)) : blocks;
            long at = table + 8 + segments * 20 + s / Geometry.NEIGHBOURHOOD_SEGMENTS * 4;
            put(buffer, at, table + length + from * Hash.BYTES, table + length + to * Hash.BYTES);
        }
        put(buffer, footer + 12L, table, table + length);
    }

    private static void sealNodePack(ByteBuffer buffer) {
        int end = buffer.capacity() - NodePackWriter.FOOTER;
        if (end < NodePackWriter.HEADER) {
            return;
        }
        long at = NodePackWriter.HEADER + (long) buffer.getInt(16) * Hash.BYTES;
        while (at >= 0 && at + NodePackWriter.RECORD_HEADER + 4 <= end) {
            long length = buffer.getInt((int) at + 36);
            long crc = at + NodePackWriter.RECORD_HEADER + length;
            if (length < 0 || crc + 4 > end) {
                break;
            }
            put(buffer, crc, at, crc);
            at = (crc + 4 + 7) & ~7L;
        }
        Hash name = new VerityTree().hash(buffer.array(), 0, end);
        name.put(buffer.array(), end);
    }

    private static void sealDescription(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("  \"checksum\": \"");
        if (at >= 0 && at + 23 <= bytes.length) {
            byte[] digits =
                    "%08x"
                            .formatted(Bytes.crc32c(bytes, 0, at))
                            .getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, bytes, at + 15, Math.min(8, bytes.length - at - 15));
        }
    }
}
