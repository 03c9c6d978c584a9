/**
 * The {@code .vbox} of VirtualBox: a machine, the media it knows, and its tree of snapshots.
 *
 * <p>A disk names a medium by its UUID; the medium has a file and perhaps a parent, of which it
 * holds only what differs. What is written is of settings version 1.16, which VirtualBox 6 and
 * later read and convert. VirtualBox refuses a medium whose UUID is not the one inside its file, so
 * the ids of disks should be those UUIDs when a definition is written.
 */
@NullMarked
package io.colama.definition.virtualbox;

import org.jspecify.annotations.NullMarked;
