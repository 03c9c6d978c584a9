package io.colama.testkit.crash;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import org.jspecify.annotations.Nullable;

/** The real file store with no more room than the {@link Faults} leave. */
final class CrashFileStore extends FileStore {

    private final FileStore real;
    private final Faults faults;

    CrashFileStore(FileStore real, Faults faults) {
        this.real = real;
        this.faults = faults;
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public String type() {
        return real.type();
    }

    @Override
    public boolean isReadOnly() {
        return real.isReadOnly();
    }

    @Override
    public long getTotalSpace() throws IOException {
        return real.getTotalSpace();
    }

    @Override
    public long getUsableSpace() throws IOException {
        return Math.min(real.getUsableSpace(), faults.bytesLeft());
    }

    @Override
    public long getUnallocatedSpace() throws IOException {
        return Math.min(real.getUnallocatedSpace(), faults.bytesLeft());
    }

    @Override
    public long getBlockSize() throws IOException {
        return real.getBlockSize();
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
        return real.supportsFileAttributeView(type);
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
        return real.supportsFileAttributeView(name);
    }

    @Override
    public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
        return real.getFileStoreAttributeView(type);
    }

    @Override
    public Object getAttribute(String attribute) throws IOException {
        return real.getAttribute(attribute);
    }
}
