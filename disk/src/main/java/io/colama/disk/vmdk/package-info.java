/**
 * VMDK images, versions 1 to 3 and their relatives.
 *
 * <p>A disk is a <em>descriptor</em>, which is text, and <em>extents</em>, one behind the other. A
 * descriptor is a file of its own or stands inside the only extent. An extent is flat (the bytes of
 * a file), zeros, or sparse: cut into <em>grains</em>, mostly of 64 KiB. A grain directory names
 * grain tables, a grain table says of each grain in which sector of the file it lies, that it is
 * zero, or that it is not there, which means the parent or zeros. Sparse extents come in three
 * kinds: hosted ({@code KDMV}), of ESX Server ({@code COWD}), space-efficient (seSparse, with
 * 64-bit entries). A hosted one may have its directory twice.
 *
 * <p>A stream-optimized image is a hosted extent with compressed grains, each behind a marker with
 * its place and length, and the directory at the end, where a footer names it. Without a footer the
 * markers are walked, and the image is read, with a warning, if they show that it is whole: they
 * reach the grain directory, or a grain table for all of the disk, or the marker of the end. A
 * stream that breaks off before is damage, for it is not known what is missing.
 *
 * <p>A delta names its parent by file name, which is a hint, and by the parent's <em>CID</em>,
 * which is not: a parent with another CID was changed since and is refused. Names are tried as they
 * stand and then as a file beside the delta.
 *
 * <p>Read: monolithicSparse, monolithicFlat, twoGbMaxExtentSparse, twoGbMaxExtentFlat,
 * streamOptimized, vmfs in all its flat kinds, vmfsSparse, seSparse, custom; descriptors in any
 * encoding that they declare. Version 3, which tracks changed blocks, reads as version 1. A grain
 * that is cut by the end of the file is filled with zeros, as qemu does; one that starts behind the
 * end is damage.
 *
 * <p>Not read: devices of a host (fullDevice, partitionedDevice, raw device mappings), extents
 * without access, encryption, seSparse with a journal to replay: each is named.
 *
 * <p>Limits: disks of 1 PiB, grains of 32 MiB, compressed ones of 2 MiB, tables of 65,536 entries,
 * descriptors of 4 MiB with 4,096 extents. Tables are read by pages through a cache, so that memory
 * does not follow what a header claims; tables made by walking markers take up to 64 MiB.
 *
 * <p>Written: monolithicSparse, or streamOptimized where compression is wanted, with the same bytes
 * for the same disk whatever the clock and the number of threads.
 *
 * <p>Source: [VMware Virtual Disk Format 5.0], [QEMU block/vmdk.c].
 */
@NullMarked
package io.colama.disk.vmdk;

import org.jspecify.annotations.NullMarked;
