/**
 * Partition tables: where the volumes of a disk lie.
 *
 * <p>{@link io.colama.guest.partition.PartitionTable#read} answers with the GUID partition table,
 * from its first header or the backup, or with the DOS table and its extended chain, or with
 * nothing: a file system on the whole disk is legal. Types and names are what the table says; what
 * lies inside a partition is decided by a look at it.
 *
 * <p>Sectors of 512 and of 4,096 bytes are tried; a partition that leaves the disk is cut and
 * noted.
 *
 * <p>Sources: UEFI Specification 2.10, 5 "GUID Partition Table"; for the DOS table what Linux and
 * Windows agree on.
 */
@NullMarked
package io.colama.guest.partition;

import org.jspecify.annotations.NullMarked;
