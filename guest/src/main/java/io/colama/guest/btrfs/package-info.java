/**
 * btrfs, read in place, from one device or several.
 *
 * <p>All addresses are logical: {@link io.colama.guest.btrfs.ChunkMap} says which stretch of which
 * device holds a logical one, and {@link io.colama.guest.btrfs.LogicalSource} shows them all as one
 * source. Everything else is trees of keys ({@link io.colama.guest.btrfs.BtrfsTree}): the chunk
 * tree, the root tree with the roots of all others, and a tree of files for each subvolume. A
 * subvolume is seen as a directory where it was made; what a snapshot has of the subvolumes below
 * it are empty directories, as in Linux. {@link io.colama.guest.btrfs.BtrfsFileSystem#subvolumes}
 * lists them all and says which are snapshots.
 *
 * <p>A block of a tree is believed when its checksum, address, level and generation are right and
 * its keys ascend between those of its parent; else the next copy is tried. As all blocks below one
 * hold other keys than those beside it, no walk meets a block twice. The content of files is not
 * compared with its checksums.
 *
 * <p>Read are the profiles single, dup, raid0, raid1 with all its copies, raid10, and raid5 and
 * raid6 while no device is missing; content compressed with zlib, lzo and zstd. Not read: zoned
 * volumes, extent trees of version 2, stripe trees, remapped chunks. The log of what was synced
 * last before a crash is not replayed, which is told.
 *
 * <p>Limits: eight levels, four million extents a file and names a directory, extents of one
 * mebibyte where they are compressed, attributes of 64 KiB each and 16 MiB in all. Some megabytes
 * of decoded blocks and extents are kept.
 *
 * <p>Source: btrfs-progs, Documentation/dev/On-disk-format; Linux, btrfs_tree.h.
 */
@NullMarked
package io.colama.guest.btrfs;

import org.jspecify.annotations.NullMarked;
