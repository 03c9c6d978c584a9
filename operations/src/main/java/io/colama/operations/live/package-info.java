/**
 * Machines that run from the repository: disks over NBD, sessions, a guest in QEMU.
 *
 * <p>Nouns: a <em>name of an export</em> is that of a revision, a slash and the name of a disk:
 * {@code web@v1/disk0}; the disk may be left out where there is one. {@link
 * io.colama.operations.live.RevisionExports} offers stored disks, to any number of clients, {@link
 * io.colama.operations.live.SessionExports} those of one session, which can be written.
 *
 * <p>Beside {@code base:allocation} an export has {@code qemu:allocation-depth}, and {@code
 * qemu:dirty-bitmap:since-REF} for each earlier revision: what has changed since then, under the
 * name that programs for backups know from QEMU.
 */
@NullMarked
package io.colama.operations.live;

import org.jspecify.annotations.NullMarked;
