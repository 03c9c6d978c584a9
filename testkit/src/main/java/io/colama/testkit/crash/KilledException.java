package io.colama.testkit.crash;

import java.io.IOException;

/**
 * What every call meets after a simulated kill: the process is gone, nothing it asks for happens.
 */
public final class KilledException extends IOException {

    KilledException() {
        super("killed by the test");
    }
}
