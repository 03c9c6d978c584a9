package io.colama.search.index;

import java.io.IOException;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** The terms of a field that begin in a certain way, one after another in their order. */
final class StartingTerms {

    private final TermsEnum all;
    private final BytesRef start;
    private boolean begun;

    /**
     * Stands before the first one.
     *
     * @param terms those of the field; null, as Lucene has it, where no document has the field
     */
    StartingTerms(@Nullable Terms terms, BytesRef start) throws IOException {
        this.all = terms == null ? TermsEnum.EMPTY : terms.iterator();
        this.start = start;
    }

    /** Goes to the next one; false behind the last, where it must not be called again. */
    boolean next() throws IOException {
        boolean there =
                begun ? all.next() != null : all.seekCeil(start) != TermsEnum.SeekStatus.END;
        begun = true;
        return there && StringHelper.startsWith(all.term(), start);
    }

    /** The term, which lasts until the next one. */
    BytesRef term() throws IOException {
        return all.term();
    }

    /** How many documents have it. */
    int count() throws IOException {
        return all.docFreq();
    }

    /**
     * The documents that have it, in the same object as those of the term before if it is given.
     */
    PostingsEnum documents(@Nullable PostingsEnum before) throws IOException {
        return all.postings(before, PostingsEnum.NONE);
    }
}
