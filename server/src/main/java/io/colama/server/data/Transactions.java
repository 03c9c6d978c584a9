package io.colama.server.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** Does several changes of the database together or not at all. Threads: any number. */
public final class Transactions {

    private final TransactionTemplate template;

    /** Transactions of a database. */
    public Transactions(TransactionTemplate template) {
        this.template = template;
    }

    /** Changes that belong together. */
    public interface Work<T> {
        /** Makes them; a failure takes them all back. */
        T run() throws IOException;
    }

    /** The same without a result. */
    public interface Changes {
        /** Makes them; a failure takes them all back. */
        void run() throws IOException;
    }

    /** Does the work in a transaction, or in the one that runs. */
    public <T> T get(Work<T> work) throws IOException {
        try {
            @Nullable T result =
                    template.execute(_ -> {
                        try {
                            return work.run();
                        } catch (IOException failure) {
                            throw new UncheckedIOException(failure);
                        }
                    });
            if (result == null) {
                throw new IllegalStateException("a transaction without a result");
            }
            return result;
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    /** Makes the changes in a transaction, or in the one that runs. */
    public void run(Changes changes) throws IOException {
        get(() -> {
            changes.run();
            return true;
        });
    }
}
