package io.colama.cli;

/**
 * What the JDK's logging is told by the launcher to be configured with: nothing, so that no line of
 * a library's log comes between our own.
 */
public final class NoLogging {

    /** The JDK makes one. */
    public NoLogging() {
        // without a configuration nothing is printed
    }
}
