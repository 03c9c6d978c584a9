package io.colama.definition.text;

import io.colama.definition.machine.DefinitionException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The characters of a text file. */
public final class SourceText {

    /** The largest text file that is read. */
    public static final Bound BYTES = new Bound("bytes of a text definition", 4 << 20);

    private SourceText() {}

    /**
     * The text of {@code content}: by its byte order mark, else UTF-8, else Latin-1.
     *
     * @throws DefinitionException.Refused when it is longer than {@link #BYTES}
     * @throws DefinitionException.NotThisFormat when it has NUL characters, so is no text
     */
    public static String of(String what, byte[] content) throws DefinitionException {
        BYTES.check(what, content.length);
        String text = decode(content);
        if (text.indexOf('\0') >= 0) {
            throw new DefinitionException.NotThisFormat(what + ": bytes found, text expected");
        }
        return text;
    }

    /** The lines of {@code text}, whatever ends them. */
    public static List<String> lines(String text) {
        return text.lines().toList();
    }

    private static String decode(byte[] content) {
        if (startsWith(content, 0xEF, 0xBB, 0xBF)) {
            return new String(content, 3, content.length - 3, StandardCharsets.UTF_8);
        }
        if (startsWith(content, 0xFF, 0xFE)) {
            return new String(content, 2, content.length - 2, StandardCharsets.UTF_16LE);
        }
        if (startsWith(content, 0xFE, 0xFF)) {
            return new String(content, 2, content.length - 2, StandardCharsets.UTF_16BE);
        }
        return strictly(content, StandardCharsets.UTF_8);
    }

    private static String strictly(byte[] content, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException other) {
            return new String(content, StandardCharsets.ISO_8859_1);
        }
    }

    private static boolean startsWith(byte[] content, int... first) {
        if (content.length < first.length) {
            return false;
        }
        for (int i = 0; i < first.length; i++) {
            if ((content[i] & 0xFF) != first[i]) {
                return false;
            }
        }
        return true;
    }
}
