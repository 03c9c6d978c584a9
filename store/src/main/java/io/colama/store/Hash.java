package io.colama.store;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A SHA-256 value: the name of a block, of a subtree, of a disk, of a pack or of an object.
 *
 * <p>Ordered as unsigned bytes, so that hexadecimal order and value order are the same.
 *
 * @param a bytes 0 to 7, big-endian
 * @param b bytes 8 to 15
 * @param c bytes 16 to 23
 * @param d bytes 24 to 31
 */
public record Hash(long a, long b, long c, long d) implements Comparable<Hash> {

    /** The length of a hash in bytes. */
    public static final int BYTES = 32;

    /** Thirty-two zero bytes: the root of an empty disk, and nothing else. */
    public static final Hash NONE = new Hash(0, 0, 0, 0);

    /** The hash whose bytes stand in {@code bytes} from {@code offset}. */
    public static Hash at(byte[] bytes, int offset) {
        return new Hash(
                Bytes.bigLong(bytes, offset),
                Bytes.bigLong(bytes, offset + 8),
                Bytes.bigLong(bytes, offset + 16),
                Bytes.bigLong(bytes, offset + 24));
    }

    /** The hash at the position of {@code buffer}, which moves on by 32 bytes. */
    public static Hash from(ByteBuffer buffer) {
        byte[] bytes = new byte[BYTES];
        buffer.get(bytes);
        return at(bytes, 0);
    }

    /**
     * The hash that 64 hexadecimal digits spell.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static Hash parse(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException(
                    "a hash has 64 hexadecimal digits, not " + hex.length());
        }
        return at(HexFormat.of().parseHex(hex), 0);
    }

    /** Puts the 32 bytes into {@code bytes} from {@code offset}. */
    public void put(byte[] bytes, int offset) {
        Bytes.bigLong(bytes, offset, a);
        Bytes.bigLong(bytes, offset + 8, b);
        Bytes.bigLong(bytes, offset + 16, c);
        Bytes.bigLong(bytes, offset + 24, d);
    }

    /** The 32 bytes, in a new array. */
    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        put(bytes, 0);
        return bytes;
    }

    /** All 64 hexadecimal digits, lower case. */
    public String hex() {
        return HexFormat.of().formatHex(toBytes());
    }

    /** The first twelve digits, for people. */
    public String abbreviated() {
        return hex().substring(0, 12);
    }

    // written out, because what the compiler makes for a record is put together anew at every start

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash
                && a == hash.a
                && b == hash.b
                && c == hash.c
                && d == hash.d;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(a);
    }

    @Override
    public int compareTo(Hash other) {
        int order = Long.compareUnsigned(a, other.a);
        order = order != 0 ? order : Long.compareUnsigned(b, other.b);
        order = order != 0 ? order : Long.compareUnsigned(c, other.c);
        return order != 0 ? order : Long.compareUnsigned(d, other.d);
    }

    @Override
    public String toString() {
        return hex();
    }
}
