package io.colama.guest.btrfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.zip.CRC32C;

/** What blocks are checked with; it stands in their first 32 bytes and is of the rest. */
enum Checksum {
    CRC32C,
    XXHASH64,
    SHA256,
    BLAKE2,
    UNKNOWN;

    private static final int FIELD = 32;
    private static final int POLYNOMIAL = 0x82f63b78;
    private static final int NAME_SEED = 0xffff_fffe;

    /** The checksum of a superblock's number. */
    static Checksum of(int number) {
        return switch (number) {
            case 0 -> CRC32C;
            case 1 -> XXHASH64;
            case 2 -> SHA256;
            case 3 -> BLAKE2;
            default -> UNKNOWN;
        };
    }

    /** Whether blocks are compared with it here. */
    boolean isVerified() {
        return this != UNKNOWN;
    }

    /** Whether all of {@code block} is as it was written, as far as that is known. */
    boolean fits(ByteBuffer block) {
        ByteBuffer rest = block.slice(FIELD, block.limit() - FIELD);
        ByteBuffer kept = block.slice(0, FIELD).order(ByteOrder.LITTLE_ENDIAN);
        return switch (this) {
            case CRC32C -> kept.getInt(0) == crc(rest);
            case SHA256 -> kept.equals(ByteBuffer.wrap(sha(rest)));
            case XXHASH64 -> kept.getLong(0) == XxHash64.of(rest);
            case BLAKE2 -> kept.equals(ByteBuffer.wrap(Blake2.of(rest)));
            case UNKNOWN -> true;
        };
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static byte[] sha(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** By which a directory finds a name. */
    static long nameHash(byte[] name) {
        int crc = NAME_SEED;
        for (byte one : name) {
            crc ^= one & 0xff;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = crc >>> 1 ^ (crc & 1) * POLYNOMIAL;
            }
        }
        return crc & 0xffff_ffffL;
    }

    /** Its name for people. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
