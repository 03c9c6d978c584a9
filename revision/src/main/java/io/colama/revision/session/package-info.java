/**
 * Writable copies of revisions that run.
 *
 * <p>A <em>session</em> is a base revision and, for each of its disks, a {@link
 * io.colama.block.cow.CopyOnWriteDisk} that takes what is written. Sessions live in the directory
 * {@code sessions} of the repository, each in a directory of its own that is named after the
 * machine and a number: {@code sessions/web-1}. They are not shared between machines, and nothing
 * of the repository depends on them: discarding one loses only what was written in it.
 *
 * <p>Invariants: a session appears whole or not at all, by one rename; one process at a time has it
 * open, which a file lock sees to that dies with the process; what was flushed survives a crash.
 * The bytes of the files are described in docs/formats/session.md.
 */
@NullMarked
package io.colama.revision.session;

import org.jspecify.annotations.NullMarked;
