/**
 * qcow2 images, versions 2 and 3.
 *
 * <p>A disk is cut into clusters of 512 bytes to 2 MiB. The L1 table names L2 tables, an L2 table
 * says of each cluster whether it lies in the file, lies there compressed, reads as zero, or is not
 * there, which means the backing file or zeros. With extended L2 entries the same is said of each
 * of the 32 parts of a cluster. An internal snapshot is one more L1 table. Reference counts matter
 * to writers only.
 *
 * <p>Read: every cluster size, zlib and zstd, zero clusters, extended L2, backing chains, internal
 * snapshots. A cluster that is cut by the end of the file is filled with zeros, as qemu does; one
 * that starts behind the end is damage, because a truncated download must not pass for a disk.
 * Dirty and corrupt images are read, with a warning.
 *
 * <p>Not read: encryption, external data files, unknown incompatible features: each is named.
 *
 * <p>Limits: L1 table 32 MiB, 65,536 snapshots in 16 MiB, names 1,023 bytes. Tables are read by
 * pages through a cache, so that memory does not follow what a header claims.
 *
 * <p>Written: version 3, 64 KiB clusters, 16-bit reference counts, optionally zstd.
 *
 * <p>Source: [QEMU docs/interop/qcow2.txt].
 */
@NullMarked
package io.colama.disk.qcow2;

import org.jspecify.annotations.NullMarked;
