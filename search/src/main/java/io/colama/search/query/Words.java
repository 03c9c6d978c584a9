package io.colama.search.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a text: runs of letters and digits, in lower case. */
public final class Words {

    /** The characters of a word that count. */
    private static final int LONGEST = 64;

    private Words() {}

    /** The words, in order. */
    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int[] characters = text.codePoints().toArray();
        for (int i = 0; i <= characters.length; i++) {
            if (i < characters.length && Character.isLetterOrDigit(characters[i])) {
                word.appendCodePoint(Character.toLowerCase(characters[i]));
            } else if (!word.isEmpty()) {
                words.add(cut(word.toString(), LONGEST));
                word.setLength(0);
            }
        }
        return words;
    }

    /**
     * A name as it is compared: in lower case, without control characters, not longer than counts.
     */
    public static String name(String text) {
        String cut = cut(text.strip(), 200);
        StringBuilder name = new StringBuilder(cut.length());
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            boolean alone = Character.isSurrogate(c) && !isPaired(cut, i);
            name.append(alone ? '\uFFFD' : Character.isISOControl(c) ? ' ' : c);
        }
        return name.toString();
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    /** The same in lower case. */
    public static String lower(String text) {
        return name(text).toLowerCase(Locale.ROOT);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }
}
