package io.colama.operations.service;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** A service that answers. Threads: any number. */
public interface RunningService extends Closeable {

    /** Where people find it with a browser. */
    URI address();

    /**
     * The name and the password of the first administrator, when this start made them. They are
     * told once and kept nowhere in clear.
     */
    Optional<FirstLogin> firstLogin();

    /**
     * The first administrator.
     *
     * @param name of the account
     * @param password in clear
     */
    record FirstLogin(String name, String password) {}

    /** Ends it: takes no new requests, and lets those that are being answered end. */
    @Override
    void close() throws IOException;
}
