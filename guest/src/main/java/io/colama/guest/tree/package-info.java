/**
 * Paths in a guest: one tree of the file systems of a machine, as the guest itself sees them.
 *
 * <p>A {@link io.colama.guest.tree.GuestTree} has a root and places where other file systems are
 * mounted. A path is looked up name by name; symbolic links are followed inside the guest, where an
 * absolute target starts again at the guest's own root, so that no path leaves it. On Windows
 * either slash separates, names are compared without case, and drive letters are the places where
 * volumes are mounted.
 *
 * <p>Invariants: a tree is immutable; a lookup takes at most {@value
 * io.colama.guest.tree.GuestTree#MOST_LINKS} links and {@value
 * io.colama.guest.tree.GuestTree#MOST_NAMES} names, so links in a circle end.
 */
@NullMarked
package io.colama.guest.tree;

import org.jspecify.annotations.NullMarked;
