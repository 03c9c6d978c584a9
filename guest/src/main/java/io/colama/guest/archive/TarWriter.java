package io.colama.guest.archive;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes tar archives in the pax interchange format. One thread. */
final class TarWriter implements Closeable {

    private static final int BLOCK = 512;
    private static final int END_BLOCKS = 2;
    private static final int NAME_BYTES = 100;
    private static final long MOST_OCTAL_ID = 0777_7777;
    private static final long MOST_OCTAL_SIZE = 077_777_777_777L;
    private static final byte[] EXTENDED = "././@PaxHeader".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private long left;
    private int padding;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Begins a member, whose bytes are written next. */
    void begin(TarMember member) throws IOException {
        finishMember();
        Map<String, byte[]> records = new TreeMap<>(member.records());
        if (member.name().length > NAME_BYTES || !isAscii(member.name())) {
            records.put("path", member.name());
        }
        if (member.link().length > NAME_BYTES || !isAscii(member.link())) {
            records.put("linkpath", member.link());
        }
        if (!isUtf8(member.name()) || !isUtf8(member.link())) {
            records.put("hdrcharset", ascii("BINARY"));
        }
        if (member.storedBytes() > MOST_OCTAL_SIZE) {
            records.put("size", ascii(Long.toString(member.storedBytes())));
        }
        if (member.uid() > MOST_OCTAL_ID) {
            records.put("uid", ascii(Long.toString(member.uid())));
        }
        if (member.gid() > MOST_OCTAL_ID) {
            records.put("gid", ascii(Long.toString(member.gid())));
        }
        member.modified()
                .filter(TarWriter::needsRecord)
                .ifPresent(time -> records.put("mtime", ascii(decimal(time))));
        if (!records.isEmpty()) {
            extended('x', records);
        }
        out.write(header(member));
        left = member.storedBytes();
        padding = (int) (-left & (BLOCK - 1));
    }

    /** Writes a record that is of no member, and that those pass over who do not look for it. */
    void comment(String key, byte[] text) throws IOException {
        finishMember();
        extended('g', Map.of(key, text));
    }

    private void extended(char type, Map<String, byte[]> records) throws IOException {
        byte[] body = body(records);
        out.write(
                header(
                        new TarMember(
                                EXTENDED,
                                type,
                                0644,
                                0,
                                0,
                                body.length,
                                Optional.empty(),
                                new byte[0],
                                0,
                                new TreeMap<>())));
        out.write(body);
        pad(body.length);
    }

    private static boolean needsRecord(Instant time) {
        return time.getNano() != 0
                || time.getEpochSecond() < 0
                || time.getEpochSecond() > MOST_OCTAL_SIZE;
    }

    /** Writes bytes of the member that was begun. */
    void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > left) {
            throw new IllegalStateException(
                    "%d bytes more than the %d that were announced".formatted(length - left, left));
        }
        out.write(bytes, offset, length);
        left -= length;
    }

    private void finishMember() throws IOException {
        if (left > 0) {
            throw new IllegalStateException("%d announced bytes are missing".formatted(left));
        }
        out.write(new byte[padding]);
        padding = 0;
    }

    private void pad(int length) throws IOException {
        out.write(new byte[-length & (BLOCK - 1)]);
    }

    /** Ends the archive; the stream stays open. */
    @Override
    public void close() throws IOException {
        finishMember();
        out.write(new byte[END_BLOCKS * BLOCK]);
        out.flush();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Seconds with as many digits behind the point as there are. */
    private static String decimal(Instant time) {
        BigDecimal exact =
                BigDecimal.valueOf(time.getEpochSecond())
                        .add(BigDecimal.valueOf(time.getNano(), 9));
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte one : bytes) {
            if (one < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException binary) {
            return false;
        }
    }

    /** Records of {@code length key=value\n}, where the length counts its own digits. */
    private static byte[] body(Map<String, byte[]> records) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        records.forEach((key, value) -> {
            byte[] name = key.getBytes(StandardCharsets.UTF_8);
            int rest = name.length + value.length + 3;
            int length = rest + Integer.toString(rest).length();
            if (Integer.toString(length).length() > Integer.toString(rest).length()) {
                length++;
            }
            body.writeBytes(ascii(length + " "));
            body.writeBytes(name);
            body.write('=');
            body.writeBytes(value);
            body.write('\n');
        });
        return body.toByteArray();
    }

    private static byte[] header(TarMember member) {
        byte[] block = new byte[BLOCK];
        put(block, 0, NAME_BYTES, member.name());
        octal(block, 100, 8, member.mode());
        octal(block, 108, 8, Math.min(member.uid(), MOST_OCTAL_ID));
        octal(block, 116, 8, Math.min(member.gid(), MOST_OCTAL_ID));
        octal(block, 124, 12, Math.min(member.storedBytes(), MOST_OCTAL_SIZE));
        long seconds = member.modified().map(Instant::getEpochSecond).orElse(0L);
        octal(block, 136, 12, Math.clamp(seconds, 0, MOST_OCTAL_SIZE));
        Arrays.fill(block, 148, 156, (byte) ' ');
        block[156] = (byte) member.type();
        put(block, 157, NAME_BYTES, member.link());
        put(block, 257, 8, ascii("ustar\00000"));
        octal(block, 329, 8, Math.min(member.device() >>> 32, MOST_OCTAL_ID));
        octal(block, 337, 8, Math.min(member.device() & 0xffff_ffffL, MOST_OCTAL_ID));
        int sum = 0;
        for (byte one : block) {
            sum += one & 0xff;
        }
        put(block, 148, 8, ascii("%06o\0 ".formatted(sum)));
        return block;
    }

    private static void put(byte[] block, int at, int most, byte[] bytes) {
        System.arraycopy(bytes, 0, block, at, Math.min(most, bytes.length));
    }

    private static void octal(byte[] block, int at, int length, long value) {
        String digits = Long.toOctalString(value);
        put(block, at, length, ascii("0".repeat(length - 1 - digits.length()) + digits + "\0"));
    }
}
