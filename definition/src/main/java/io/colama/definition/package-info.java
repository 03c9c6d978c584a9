/**
 * Definitions of machines: read, recognized, written.
 *
 * <p>{@link io.colama.definition.Definitions} is the door; the model is in {@code
 * io.colama.definition.machine}; each vendor has a package of its own, which sees the model and
 * what text and XML share, and no other vendor where it can be helped (a Vagrant box holds the
 * files of one). {@code io.colama.definition.archive} has the archives in which definitions travel
 * with their disks.
 *
 * <p>Invariants: a reader takes bytes and returns a value or a {@link
 * io.colama.definition.machine.DefinitionException}, whatever the bytes are; it opens nothing that
 * a definition names and executes nothing that one contains. Everything that a definition says
 * beyond the model is in the original file, which the caller keeps.
 */
@NullMarked
package io.colama.definition;

import org.jspecify.annotations.NullMarked;
