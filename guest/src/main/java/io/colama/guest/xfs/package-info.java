/**
 * XFS of versions 4 and 5, read in place.
 *
 * <p>A volume is cut into allocation groups of equal size; the numbers of inodes and blocks hold
 * the number of their group in their upper bits, so that an inode is found without any tree. An
 * inode has two forks, one for its content and one for its extended attributes, and each is kept in
 * the inode, as a list of extents there, or as a B+tree of extents ({@link
 * io.colama.guest.xfs.ForkMap}).
 *
 * <p>A directory's names lie in data blocks below 32 GiB of its content, and their hashes in blocks
 * from there on. A name is looked for by its hash first. What the hashes lead to is believed only
 * when the entry there is the one wanted; where they cannot be right, or miss a name on a volume
 * that was in use, the data blocks are walked: these are the truth.
 *
 * <p>The log is not replayed. {@link io.colama.guest.xfs.XfsLog} finds its head and says whether
 * the last record is that of an unmount; where it is not, the volume is what it was at the last
 * checkpoint or later, and its condition says so.
 *
 * <p>Checksums are no gate. What must be right is checked where it is used.
 *
 * <p>Limits: B+trees of nine levels, directories of a gibibyte and four million names, attributes
 * of 64 KiB each and 32 MiB in all. Not read: files on a realtime device, directories of version 1.
 *
 * <p>Source: Linux, fs/xfs/libxfs/xfs_format.h, xfs_da_format.h, xfs_log_format.h.
 */
@NullMarked
package io.colama.guest.xfs;

import org.jspecify.annotations.NullMarked;
