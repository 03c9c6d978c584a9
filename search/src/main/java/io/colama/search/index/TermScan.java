package io.colama.search.index;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;

/**
 * The documents with a term that begins in a certain way and passes a test. Two are equal when they
 * have the same field, beginning and test object.
 *
 * <p>A beginning that many names share stands for tens of thousands of terms, most of which only
 * name documents that others named before. So the scan ends when all documents are found.
 */
final class TermScan extends Query {

    /** After so many terms it is looked whether all documents are found. */
    private static final int STRIDE = 16;

    private final String field;
    private final BytesRef start;
    private final Predicate<BytesRef> test;

    TermScan(String field, String start, Predicate<BytesRef> test) {
        this.field = field;
        this.start = new BytesRef(start);
        this.test = test;
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        return new Scan(this, mode, boost);
    }

    /** Scans the terms of each leaf. */
    private static final class Scan extends ConstantScoreWeight {
        private final TermScan scan;
        private final ScoreMode mode;

        Scan(TermScan scan, ScoreMode mode, float boost) {
            super(scan, boost);
            this.scan = scan;
            this.mode = mode;
        }

        @Override
        @SuppressWarnings("NullAway") // no supplier is Lucene's way to say that nothing is there
        public ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
            Optional<FixedBitSet> found = scan.documents(leaf);
            if (found.isEmpty()) {
                return null;
            }
            int count = found.get().cardinality();
            return new ScorerSupplier() {
                @Override
                public Scorer get(long leadCost) {
                    DocIdSetIterator each = new BitSetIterator(found.get(), count);
                    return new ConstantScoreScorer(score(), mode, each);
                }

                @Override
                public long cost() {
                    return count;
                }
            };
        }

        @Override
        public boolean isCacheable(LeafReaderContext leaf) {
            return true;
        }
    }

    private Optional<FixedBitSet> documents(LeafReaderContext leaf) throws IOException {
        StartingTerms terms = new StartingTerms(leaf.reader().terms(field), start);
        if (!terms.next()) {
            return Optional.empty();
        }
        FixedBitSet found = new FixedBitSet(leaf.reader().maxDoc());
        PostingsEnum documents = null;
        int taken = 0;
        do {
            if (test.test(terms.term())) {
                documents = terms.documents(documents);
                found.or(documents);
                if (++taken % STRIDE == 0 && found.cardinality() == found.length()) {
                    break;
                }
            }
        } while (terms.next());
        return taken == 0 ? Optional.empty() : Optional.of(found);
    }

    @Override
    public void visit(QueryVisitor visitor) {
        if (visitor.acceptField(field)) {
            visitor.visitLeaf(this);
        }
    }

    @Override
    public String toString(String outer) {
        return field + ":" + start.utf8ToString() + "*";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TermScan scan
                && field.equals(scan.field)
                && start.equals(scan.start)
                && test.equals(scan.test);
    }

    @Override
    public int hashCode() {
        return 31 * field.hashCode() + start.hashCode();
    }
}
