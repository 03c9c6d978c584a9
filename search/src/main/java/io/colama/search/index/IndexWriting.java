package io.colama.search.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;

/**
 * Changes an index. What was changed shows after {@link #commit}, all of it at once; without one it
 * is forgotten. Holds the lock until it is closed. Threads: one.
 */
public final class IndexWriting implements Closeable {

    private final Closeable lock;
    private final IndexWriter writer;

    IndexWriting(Directory directory, Closeable lock, boolean anew, Map<String, String> identity)
            throws IOException {
        this.lock = lock;
        // one thread, and it is done when this is closed
        IndexWriterConfig config =
                new IndexWriterConfig()
                        .setOpenMode(
                                anew
                                        ? IndexWriterConfig.OpenMode.CREATE
                                        : IndexWriterConfig.OpenMode.APPEND)
                        .setCommitOnClose(false)
                        .setMergeScheduler(new SerialMergeScheduler());
        this.writer = new IndexWriter(directory, config);
        writer.setLiveCommitData(identity.entrySet());
        if (anew) {
            writer.commit();
        }
    }

    /** The index as the last commit left it. */
    public IndexReading reading() throws IOException {
        return new IndexReading(DirectoryReader.open(writer.getDirectory()));
    }

    /** Puts an entry in the place of the one of the same machine and revision. */
    public void put(Entry entry) throws IOException {
        writer.updateDocument(
                new Term("key", EntryDocument.key(entry.machine(), entry.revision())),
                EntryDocument.of(entry).document());
    }

    /** Removes all entries of a machine. */
    public void removeMachine(String machine) throws IOException {
        writer.deleteDocuments(new Term("machine-key", machine));
    }

    /** Keeps a note under a key of at most some hundred characters. */
    public void stamp(String key, String value) throws IOException {
        Document document = new Document();
        document.add(new StringField("stamp-key", key, Store.NO));
        document.add(new StoredField("key-shown", key));
        document.add(new StoredField("value-shown", value));
        writer.updateDocument(new Term("stamp-key", key), document);
    }

    /** Forgets a note. */
    public void removeStamp(String key) throws IOException {
        writer.deleteDocuments(new Term("stamp-key", key));
    }

    /** Makes all changes durable and visible. */
    public void commit() throws IOException {
        writer.commit();
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            writer.close();
        }
    }
}
