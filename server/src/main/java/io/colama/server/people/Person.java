package io.colama.server.people;

import java.util.List;

/**
 * Somebody whom a provider has let in.
 *
 * @param provider who says so
 * @param subject who it is: never given to anybody else there
 * @param name how he is called there, which may change
 * @param fullName for people to read
 * @param groups that he is in, as the provider calls them
 * @param joining how he becomes an account
 */
public record Person(
        String provider,
        String subject,
        String name,
        String fullName,
        List<String> groups,
        Joining joining) {}
