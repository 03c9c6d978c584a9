package io.colama.server.people;

import java.time.Instant;

/**
 * Somebody who may log in, or a program.
 *
 * @param id random, never used again
 * @param name short and unique, see {@link Accounts#NAME}
 * @param fullName for people to read
 * @param administrator whether everything is permitted
 * @param disabled whether nothing is
 * @param version counts changes, from 1
 */
public record Account(
        String id,
        Kind kind,
        String name,
        String fullName,
        boolean administrator,
        boolean disabled,
        Instant created,
        long version) {

    /** What stands behind an account. */
    public enum Kind {
        /** A person. */
        USER,
        /** A program. */
        SERVICE
    }
}
