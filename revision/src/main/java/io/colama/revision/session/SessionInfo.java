package io.colama.revision.session;

import io.colama.store.Hash;
import java.time.Instant;

/**
 * What a session is.
 *
 * @param name its name in the repository, such as {@code web-1}
 * @param machine the machine that a check-in goes to
 * @param base the revision that it began with
 * @param by who began it
 * @param created when
 */
public record SessionInfo(String name, String machine, Hash base, String by, Instant created) {}
