package io.colama.search.index;

import java.io.IOException;
import java.util.function.Predicate;
import org.apache.lucene.index.FilteredTermsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.AttributeSource;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * The documents with a term that begins in a certain way and passes a test. Two are equal when they
 * have the same field, beginning and test object.
 */
final class TermScan extends MultiTermQuery {

    private final BytesRef start;
    private final Predicate<BytesRef> test;

    TermScan(String field, String start, Predicate<BytesRef> test) {
        super(field, CONSTANT_SCORE_BLENDED_REWRITE);
        this.start = new BytesRef(start);
        this.test = test;
    }

    @Override
    protected TermsEnum getTermsEnum(Terms terms, AttributeSource attributes) throws IOException {
        return new Passing(terms.iterator(), start, test);
    }

    /** The terms that begin so and pass. */
    private static final class Passing extends FilteredTermsEnum {
        private final BytesRef start;
        private final Predicate<BytesRef> test;

        Passing(TermsEnum all, BytesRef start, Predicate<BytesRef> test) {
            super(all);
            this.start = start;
            this.test = test;
            setInitialSeekTerm(start);
        }

        @Override
        protected AcceptStatus accept(BytesRef term) {
            if (!StringHelper.startsWith(term, start)) {
                return AcceptStatus.END;
            }
            return test.test(term) ? AcceptStatus.YES : AcceptStatus.NO;
        }
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String outer) {
        return field + ":" + start.utf8ToString() + "*";
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof TermScan scan
                && start.equals(scan.start)
                && test.equals(scan.test);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + start.hashCode();
    }
}
