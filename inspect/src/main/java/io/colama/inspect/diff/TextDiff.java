package io.colama.inspect.diff;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Compares texts line by line. */
public final class TextDiff {

    /** Texts with more lines are not compared: the effort grows with their square. */
    public static final int MOST_LINES = 20_000;

    private static final int CONTEXT = 3;

    private TextDiff() {}

    /**
     * The unified difference of two texts; empty when one of them is no text in UTF-8 or has more
     * than {@link #MOST_LINES} lines.
     */
    public static Optional<List<String>> of(
            String firstName, byte[] first, String secondName, byte[] second) {
        Optional<List<String>> before = lines(first);
        Optional<List<String>> after = lines(second);
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                UnifiedDiffUtils.generateUnifiedDiff(
                        firstName,
                        secondName,
                        before.get(),
                        DiffUtils.diff(before.get(), after.get()),
                        CONTEXT));
    }

    private static Optional<List<String>> lines(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            List<String> lines = text.lines().toList();
            return text.indexOf('\0') >= 0 || lines.size() > MOST_LINES
                    ? Optional.empty()
                    : Optional.of(lines);
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }
}
