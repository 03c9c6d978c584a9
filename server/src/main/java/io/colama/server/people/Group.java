package io.colama.server.people;

import java.time.Instant;

/**
 * A group of accounts that things are shared with.
 *
 * @param id random, never used again
 * @param name short and unique, see {@link Accounts#NAME}
 * @param version counts changes, from 1
 */
public record Group(String id, String name, String fullName, Instant created, long version) {}
