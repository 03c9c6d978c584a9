package io.colama.revision;

import io.colama.store.Hash;
import java.time.Instant;

/**
 * A comment on a revision, made after the fact.
 *
 * @param revision the revision
 * @param by who wrote it
 * @param time when
 * @param text what
 */
public record Note(Hash revision, String by, Instant time, String text) {}
