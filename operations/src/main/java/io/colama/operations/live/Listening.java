package io.colama.operations.live;

import java.nio.file.Path;

/** Where a server meets its clients. */
public sealed interface Listening {

    /** A socket of the Unix domain, made and later deleted, for this user alone. */
    record UnixSocket(Path path) implements Listening {}

    /**
     * A port of TCP.
     *
     * @param host the address to listen at
     * @param port the port; 0 for any that is free
     */
    record Tcp(String host, int port) implements Listening {}

    /** A socket that listens already, which the process got as its standard input. */
    record Inherited() implements Listening {}

    /** One client, at standard input and output. */
    record Standard() implements Listening {}
}
