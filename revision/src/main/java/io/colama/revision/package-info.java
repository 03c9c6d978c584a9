/**
 * Machines and their revisions.
 *
 * <p>Nouns: a {@link io.colama.revision.Revision} is an immutable state of a machine, named by the
 * hash of what it says; a {@link io.colama.revision.Machine} is what its log has made of it: head,
 * tags, notes, origin; a {@link io.colama.revision.WorkingCopy} is a directory that remembers its
 * base.
 *
 * <p>Invariants: a revision never changes; a machine's log is only added to; one append makes a
 * check-in visible, with all its disks and its definition, or nothing is visible. A clone refers to
 * an existing revision and adds nothing to packs.
 *
 * <p>Costs: opening a machine reads at most 64 small records; a check-in, clone, tag or note adds
 * one; a log costs what is shown of it. Only resolving {@code MACHINE@ID-PREFIX} walks a history.
 */
@NullMarked
package io.colama.revision;

import org.jspecify.annotations.NullMarked;
