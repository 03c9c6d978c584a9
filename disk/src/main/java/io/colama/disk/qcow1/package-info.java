/**
 * QEMU copy-on-write images, version 1, as qemu wrote them before 2008 and still can.
 *
 * <p>A disk is cut into clusters of 512 bytes to 64 KiB. The L1 table names L2 tables of 64 to
 * 8,192 entries; an L2 entry is 0 (the backing file, or zeros), the place of a cluster, or the
 * place and length of a deflated one. There is no mark for zeros, no snapshot and no reference
 * count, and the format of a backing file is not said: it is probed.
 *
 * <p>Not read: encryption. Not written.
 *
 * <p>Limits: names of 1,023 bytes, disks of 2^60 bytes. Tables are read by pages through a cache,
 * so that memory does not follow what a header claims.
 *
 * <p>Source: [qemu block/qcow.c] QCowHeader, get_cluster_offset.
 */
@NullMarked
package io.colama.disk.qcow1;

import org.jspecify.annotations.NullMarked;
