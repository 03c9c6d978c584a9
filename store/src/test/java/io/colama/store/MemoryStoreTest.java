package io.colama.store;

final class MemoryStoreTest extends StoreContract {
    @Override
    Backend backend() {
        return new MemoryBackend();
    }
}
