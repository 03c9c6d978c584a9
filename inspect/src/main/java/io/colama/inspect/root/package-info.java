/**
 * Which volumes make up which operating system.
 *
 * <p>A volume is a {@linkplain io.colama.inspect.root.GuestRoot root} when it looks like one: the
 * directories and files that every Linux has, or a Windows directory with its registry. The root's
 * own table then says what is mounted where, and {@link io.colama.inspect.root.Roots} finds those
 * volumes among the machine's, by identifier, label, partition or name; of a Windows, its registry
 * says which volume has which letter. Several roots are several systems; snapshots of a file system
 * are not.
 */
@NullMarked
package io.colama.inspect.root;

import org.jspecify.annotations.NullMarked;
