/**
 * Hyper-V virtual hard disks, version 2 (VHDX): fixed, dynamic and differencing.
 *
 * <p>A file has two headers of which the newer sound one counts, a log, two copies of a table of
 * regions, and in these regions metadata and the block allocation table. A log that was not worked
 * off is replayed in memory before anything else is believed: it may hold the very tables. The file
 * is never written to.
 *
 * <p>Tables of a payload block say where it lies, or that it is zero; in differencing images it may
 * be in the parent, or be mixed by a bitmap of sectors.
 *
 * <p>Written are dynamic images whose blocks lie in the order of the disk.
 *
 * <p>Source: [MS-VHDX].
 */
@NullMarked
package io.colama.disk.vhdx;

import org.jspecify.annotations.NullMarked;
