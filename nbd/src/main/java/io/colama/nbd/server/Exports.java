package io.colama.nbd.server;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The disks that a server offers. Threads: any number. */
public interface Exports {

    /**
     * The name of an export.
     *
     * @param name what a client asks for
     * @param description for people; may be empty
     */
    record Listed(String name, String description) {}

    /** What a client that asks for a list is shown. Others may exist. */
    List<Listed> list() throws IOException;

    /**
     * An export, for one connection.
     *
     * @param name as the client sent it; empty for the only or preferred one
     * @return nothing when there is no such export
     */
    Optional<Export> open(String name) throws IOException;
}
