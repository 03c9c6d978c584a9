package io.colama.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryStoreTest extends StoreContract {
    @TempDir private Path directory = Path.of("");

    @Override
    Backend backend() {
        return new DirectoryBackend(directory.resolve("repository"));
    }
}
