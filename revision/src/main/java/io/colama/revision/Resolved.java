package io.colama.revision;

import io.colama.store.Hash;
import java.util.Optional;

/**
 * What a name such as {@code web@v1} stands for.
 *
 * @param machine the machine that was named; empty when an id alone was given
 * @param id the revision's id
 * @param revision the revision
 */
public record Resolved(Optional<String> machine, Hash id, Revision revision) {}
