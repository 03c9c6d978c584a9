/**
 * Virtual PC and Hyper-V hard disks, version 1 (VHD): fixed, dynamic and differencing.
 *
 * <p>A fixed image is the bytes of the disk with a footer of 512 bytes behind them. The others have
 * a copy of the footer in front, a header, a table with the place of each block, and the blocks,
 * each behind a bitmap of its sectors. The bitmap counts in differencing images only: there a
 * sector whose bit is clear shows the parent.
 *
 * <p>Which size is meant is old trouble: some programs go by the geometry, some by the size, see
 * {@link io.colama.disk.vhd.VhdFooter}. Damaged footers are common: the copy serves for the footer
 * and the footer for the copy, with a warning.
 *
 * <p>Written are dynamic images with blocks of 2 MiB in the order of the disk, and fixed ones.
 */
@NullMarked
package io.colama.disk.vhd;

import org.jspecify.annotations.NullMarked;
