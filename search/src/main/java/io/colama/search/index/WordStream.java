package io.colama.search.index;

import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/** Words that were told apart before, as the index takes them. */
final class WordStream extends TokenStream {

    /** Between texts of one field, so that no phrase reaches from one into the next. */
    private static final int GAP = 1000;

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
    private final Iterator<List<String>> texts;
    private Iterator<String> words = List.<String>of().iterator();

    WordStream(List<List<String>> texts) {
        this.texts = texts.iterator();
    }

    @Override
    public boolean incrementToken() {
        clearAttributes();
        int distance = 1;
        while (!words.hasNext()) {
            if (!texts.hasNext()) {
                return false;
            }
            words = texts.next().iterator();
            distance = GAP;
        }
        term.append(words.next());
        step.setPositionIncrement(distance);
        return true;
    }
}
