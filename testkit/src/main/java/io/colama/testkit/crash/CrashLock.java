package io.colama.testkit.crash;

import java.io.IOException;
import java.nio.channels.FileLock;

/** A lock of the real file, held in the name of the recording channel. */
final class CrashLock extends FileLock {

    private final FileLock real;

    CrashLock(CrashChannel channel, FileLock real) {
        super(channel, real.position(), real.size(), real.isShared());
        this.real = real;
    }

    @Override
    public boolean isValid() {
        return real.isValid();
    }

    @Override
    public void release() throws IOException {
        real.release();
    }
}
