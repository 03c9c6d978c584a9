package io.colama.server.people;

import java.util.Optional;

/** Knows people and their passwords elsewhere. */
public interface Directory {

    /** Where there is none. */
    Directory NONE = (_, _) -> Optional.empty();

    /**
     * Who has this name and this password; empty when they are wrong. Takes the same steps for a
     * name that is not there.
     *
     * @throws Unavailable when that cannot be found out now
     */
    Optional<Person> authenticate(String name, String password) throws Unavailable;
}
