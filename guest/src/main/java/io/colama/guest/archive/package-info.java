/**
 * Archives of a guest's files: tar with everything that a file system keeps.
 *
 * <p>{@link io.colama.guest.archive.TreeArchive} writes a tree in the order of its names, so that
 * the same files give the same bytes: members with owner, mode, times to the nanosecond, extended
 * attributes and hard links, holes left out, devices and pipes as such; and at the end {@code
 * SHA256SUMS}, a manifest that {@code sha256sum -c} checks after unpacking. What could not be read
 * is named in a global header before it, as a {@code comment}. {@link
 * io.colama.guest.archive.ArchiveMembers} reads such an archive as it comes from elsewhere.
 *
 * <p>Sources: POSIX.1-2017, pax, "pax Interchange Format"; GNU tar manual, "Storing Sparse Files",
 * version 1.0; {@code SCHILY.xattr} as GNU tar and star write it.
 */
@NullMarked
package io.colama.guest.archive;

import org.jspecify.annotations.NullMarked;
