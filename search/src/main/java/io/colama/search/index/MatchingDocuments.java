package io.colama.search.index;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;

/** All documents that fulfil a query, in the order of the index. */
record MatchingDocuments(IndexSearcher searcher, Query query) {

    /** What is done with a document. */
    interface Visitor {
        void visit(LeafReaderContext leaf, int number) throws IOException;
    }

    /** What is done with the documents of a leaf. */
    interface LeafVisitor {
        void visit(LeafReaderContext leaf, DocIdSetIterator numbers) throws IOException;
    }

    void forEach(Visitor visitor) throws IOException {
        forEachLeaf((leaf, numbers) -> {
            Bits live = leaf.reader().getLiveDocs();
            for (int each = numbers.nextDoc();
                    each != DocIdSetIterator.NO_MORE_DOCS;
                    each = numbers.nextDoc()) {
                if (live == null || live.get(each)) {
                    visitor.visit(leaf, leaf.docBase + each);
                }
            }
        });
    }

    /** Leaves without a document are left out; documents that were deleted are not. */
    private void forEachLeaf(LeafVisitor visitor) throws IOException {
        Weight weight =
                searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Scorer scorer = weight.scorer(leaf);
            if (scorer != null) {
                visitor.visit(leaf, scorer.iterator());
            }
        }
    }
}
