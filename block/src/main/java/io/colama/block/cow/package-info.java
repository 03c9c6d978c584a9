/**
 * A disk that can be written over one that cannot.
 *
 * <p>Nouns: {@link io.colama.block.cow.CopyOnWriteDisk} reads what was written from a <em>data
 * file</em> and everything else from its <em>base</em>. Which is which stands in a <em>state
 * file</em>, two bits for each block of 4 KiB: as in the base, in the data file, or zeros. The data
 * file is sparse and has every block at its own offset.
 *
 * <p>Invariants, at any time and after any crash: what was flushed reads as it was flushed, or as a
 * write after that flush left it; the base is never written. For this a flush makes the data file
 * durable before the states that point into it. A state is never torn, because it does not cross a
 * byte; and each combination of old and new states is one that the disk could have had, because
 * blocks do not depend on each other.
 *
 * <p>Memory: 4 KiB for each 64 MiB of the disk in which something was written. The bytes of the
 * files are described in docs/formats/session.md.
 */
@NullMarked
package io.colama.block.cow;

import org.jspecify.annotations.NullMarked;
