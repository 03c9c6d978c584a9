/**
 * ext2, ext3 and ext4, read in place.
 *
 * <p>An inode's number leads through a group descriptor to its table; its content is a tree of
 * extents, a tree of block pointers, or lies in the inode itself. A volume that was in use is read
 * through its journal: {@link io.colama.guest.ext.Journal} finds the committed blocks and {@link
 * io.colama.guest.ext.ReplayedVolume} shows them in the place of what lies on the volume, as a
 * mount would write them. Nothing is copied for that, one small entry a block.
 *
 * <p>Checksums of metadata are not a gate: they are wrong on volumes that Linux mounts. What must
 * be right is checked where it is used. Unknown feature bits are no refusal; what cannot be read,
 * such as encrypted names, is Unsupported for that file.
 *
 * <p>Limits: extent trees of five levels, directories of a gibibyte, attributes of 64 KiB in a
 * block and of 16 MiB in an inode of their own.
 *
 * <p>Source: Linux, Documentation/filesystems/ext4.
 */
@NullMarked
package io.colama.guest.ext;

import org.jspecify.annotations.NullMarked;
