package io.colama.disk.vmdk;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a descriptor, in whatever encoding it is.
 *
 * <p>The encoding that it declares, if the text is sound in that one, else UTF-8, else
 * windows-1252.
 */
final class DescriptorText {

    private static final Limit BYTES = new Limit("descriptor bytes", 4 << 20);
    private static final int START_BYTES = 1 << 16;
    private static final String TITLE = "# disk descriptorfile";
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final Pattern ENCODING =
            Pattern.compile(
                    "^[ \t]*encoding[ \t]*=[ \t]*\"?([^\"\r\n]{1,40}?)\"?[ \t]*$",
                    Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final Pattern VERSION =
            Pattern.compile("version[ \t]*=[ \t]*\\d+", Pattern.CASE_INSENSITIVE);
    private static final Pattern OTHER_KEY =
            Pattern.compile("(?:createType|CID|parentCID)[ \t]*=.*", Pattern.CASE_INSENSITIVE);

    private DescriptorText() {}

    /** The lines of the text in a stretch of a file, which ends at a zero byte if there is one. */
    static List<String> lines(BlockSource file, long offset, long length, String name)
            throws IOException {
        int bytes = BYTES.checkInt(length);
        if (offset < 0 || offset > file.size() - bytes) {
            throw new ImageException.Damaged(
                    "%s: descriptor of %d bytes at 0x%x, inside the file of %d bytes expected"
                            .formatted(name, bytes, offset, file.size()));
        }
        return decode(upToZero(file, offset, bytes)).lines().map(String::strip).toList();
    }

    /** Whether {@code file} starts as a descriptor does. */
    static boolean startsIn(BlockSource file) throws IOException {
        int length = (int) Math.min(file.size(), START_BYTES);
        String text = StandardCharsets.ISO_8859_1.decode(upToZero(file, 0, length)).toString();
        List<String> lines = new ArrayList<>();
        for (String line : text.replace("\u00ef\u00bb\u00bf", "").lines().toList()) {
            if (line.strip().toLowerCase(Locale.ROOT).startsWith(TITLE)) {
                return true;
            }
            if (!line.isBlank() && line.strip().charAt(0) != '#') {
                lines.add(line.strip());
            }
        }
        return !lines.isEmpty()
                && VERSION.matcher(lines.getFirst()).matches()
                && lines.stream().anyMatch(line -> OTHER_KEY.matcher(line).matches());
    }

    private static ByteBuffer upToZero(BlockSource file, long offset, int length)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(offset, bytes);
        bytes.flip();
        for (int i = 0; i < length; i++) {
            if (bytes.get(i) == 0) {
                return bytes.limit(i);
            }
        }
        return bytes;
    }

    private static String decode(ByteBuffer bytes) {
        String plain = StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
        List<Charset> charsets = new ArrayList<>();
        Matcher declared = ENCODING.matcher(plain);
        if (declared.find()) {
            charset(declared.group(1)).ifPresent(charsets::add);
        }
        charsets.add(StandardCharsets.UTF_8);
        charset("windows-1252").ifPresent(charsets::add);
        return charsets.stream()
                .map(charset -> decode(bytes.duplicate(), charset))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(plain);
    }

    /** The text, if it is sound in this encoding. */
    private static Optional<String> decode(ByteBuffer bytes, Charset charset) {
        try {
            String text = charset.newDecoder().decode(bytes).toString();
            return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (CharacterCodingException other) {
            return Optional.empty();
        }
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }
}
