/**
 * squashfs of version 4, read in place.
 *
 * <p>Inodes, directories and tables lie in metadata blocks of 8 KiB before compression, one behind
 * the other; a place in them is where the block starts and an offset in what it decodes to ({@link
 * io.colama.guest.squashfs.MetadataReader}). A file is a list of block lengths from a start on, and
 * its tail may lie with those of other files in a fragment. Decoded blocks are kept, as many as fit
 * into a few megabytes.
 *
 * <p>Read are volumes that are compressed with gzip, xz, zstd and lz4. Not read: lzo and lzma,
 * versions before 4.
 *
 * <p>Limits: four million blocks a file, four million names a directory, attributes of 64 KiB each
 * and 16 MiB in all.
 *
 * <p>Source: Linux, fs/squashfs/squashfs_fs.h.
 */
@NullMarked
package io.colama.guest.squashfs;

import org.jspecify.annotations.NullMarked;
