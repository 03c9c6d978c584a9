package io.colama.server.people;

import java.time.Instant;

/**
 * What somebody shows instead of a password; its secret is not in it.
 *
 * @param label for its owner to know it by
 * @param lastUsed to the minute
 */
public record Credential(
        String id,
        String accountId,
        Kind kind,
        String label,
        Scope scope,
        Instant created,
        Instant expires,
        Instant lastUsed) {

    /** How it is shown. */
    public enum Kind {
        /** In a header, by a program. */
        TOKEN,
        /** In a cookie, by a browser. */
        SESSION
    }

    /**
     * One that was just made.
     *
     * @param secret told this once
     */
    public record Made(Credential credential, String secret) {}
}
