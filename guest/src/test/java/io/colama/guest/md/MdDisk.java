package io.colama.guest.md;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Members of md arrays, written without the driver. */
public final class MdDisk {

    /** Where the data starts in members of version 1. */
    public static final int DATA_AT = 1 << 20;

    private static final int SECTOR = 512;
    private static final int SUPERBLOCK = 4096;

    private final int level;
    private final int chunkBytes;
    private final int members;
    private final String version;
    private long made = 1_700_000_000L;
    private int layout = 2;
    private int features = 0x1000;
    private long set = 0x0102_0304_0506_0708L;

    /**
     * @param version as mdadm names it
     * @param level of raid
     */
    public MdDisk(String version, int level, int members, int chunkBytes) {
        this.version = version;
        this.level = level;
        this.members = members;
        this.chunkBytes = chunkBytes;
    }

    MdDisk layout(int number, int withFeatures) {
        this.layout = number;
        this.features = withFeatures;
        return this;
    }

    MdDisk made(long time, long identifier) {
        this.made = time;
        this.set = identifier;
        return this;
    }

    /** How many bytes of data a member of a size has. */
    public int room(int sizeBytes) {
        return switch (version) {
            case "0.90" -> (sizeBytes & -0x10000) - 0x10000;
            case "1.0" -> (sizeBytes & -SUPERBLOCK) - 0x2000;
            default -> sizeBytes - DATA_AT;
        };
    }

    /** Where the data starts. */
    public int dataAt() {
        return version.equals("1.1") || version.equals("1.2") ? DATA_AT : 0;
    }

    /** Writes the superblock of a member that is in order, of an array where all are. */
    public byte[] seal(byte[] member, int number, long events) {
        int[] roles = new int[members];
        Arrays.setAll(roles, i -> i);
        return seal(member, number, events, roles, room(member.length));
    }

    /**
     * Writes a superblock.
     *
     * @param roles the slots of all members; past {@code 0xfeff} for those without
     * @param usedBytes of each member, for levels with copies
     */
    byte[] seal(byte[] member, int number, long events, int[] roles, int usedBytes) {
        ByteBuffer bytes = ByteBuffer.allocate(SUPERBLOCK).order(ByteOrder.LITTLE_ENDIAN);
        int at = room(member.length);
        if (version.equals("0.90")) {
            old(bytes, number, events, roles, usedBytes);
        } else {
            at = List.of(at, 0, SUPERBLOCK).get(version.charAt(2) - '0');
            fresh(bytes, number, events, roles, usedBytes, at, room(member.length));
        }
        System.arraycopy(bytes.array(), 0, member, at, SUPERBLOCK);
        return member;
    }

    private void fresh(
            ByteBuffer to, int number, long events, int[] roles, int used, int at, int room) {
        to.putInt(0, 0xa92b4efc).putInt(4, 1).putInt(8, level == 0 ? features : 0);
        to.order(ByteOrder.BIG_ENDIAN).putLong(16, set).putLong(24, 5);
        to.order(ByteOrder.LITTLE_ENDIAN).put(32, "host:0".getBytes(StandardCharsets.US_ASCII));
        to.putLong(64, made).putInt(72, level).putInt(76, level == 0 ? layout : 0);
        to.putLong(80, level > 0 ? used / SECTOR : 0).putInt(88, chunkBytes / SECTOR);
        to.putInt(92, members).putLong(128, dataAt() / SECTOR).putLong(136, room / SECTOR);
        to.putLong(144, at / SECTOR).putInt(160, number).putLong(168, number + 1);
        to.putLong(192, made).putLong(200, events).putLong(208, -1).putInt(220, 8);
        for (int i = 0; i < 8; i++) {
            to.putShort(256 + 2 * i, (short) (i < roles.length ? roles[i] : 0xffff));
        }
        long sum = 0;
        for (int i = 0; i < 68; i++) {
            sum += Integer.toUnsignedLong(to.getInt(4 * i));
        }
        to.putInt(216, (int) ((sum & 0xffff_ffffL) + (sum >>> 32)));
    }

    private void old(ByteBuffer to, int number, long events, int[] roles, int used) {
        to.putInt(0, 0xa92b4efc).putInt(8, 90).putInt(20, (int) (set >>> 32));
        to.putInt(24, (int) made).putInt(28, level).putInt(32, used / 1024);
        to.putInt(36, members).putInt(40, members).putInt(44, 3);
        to.putInt(52, (int) set).putInt(56, 0).putInt(60, 5);
        to.putInt(128, (int) made).putInt(132, 1).putInt(136, members).putInt(140, members);
        to.putLong(156, events).putInt(260, chunkBytes);
        for (int i = 0; i < roles.length; i++) {
            boolean active = roles[i] < 0xff00;
            disk(to, 512 + i * 128, i, active ? roles[i] : 0, active ? 6 : 1);
        }
        disk(to, 0xf80, number, number, 6);
        long sum = 0;
        for (int i = 0; i < SUPERBLOCK / 4; i++) {
            sum += Integer.toUnsignedLong(to.getInt(4 * i));
        }
        to.putInt(152, (int) ((sum & 0xffff_ffffL) + (sum >>> 32)));
    }

    private static void disk(ByteBuffer to, int at, int number, int slot, int state) {
        to.putInt(at, number).putInt(at + 4, 7).putInt(at + 8, number);
        to.putInt(at + 12, slot).putInt(at + 16, state);
    }
}
