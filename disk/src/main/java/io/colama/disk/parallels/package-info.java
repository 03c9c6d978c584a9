/**
 * Parallels expandable images, version 2, as Parallels Desktop, Virtuozzo and qemu write them:
 * {@code .hdd} of one file, or a {@code .hds} inside a {@code .hdd} bundle.
 *
 * <p>A file is a header, a table with one number of 32 bits for each cluster, and the clusters. 0
 * is a cluster of zeros, anything else the place of the cluster: in sectors where the header says
 * {@code WithoutFreeSpace}, in clusters where it says {@code WithouFreSpacExt}. A cluster has any
 * number of sectors, 63 in old images. The area of dirty bitmaps says nothing of the disk.
 *
 * <p>A bundle keeps each snapshot in a file of its own, and only its {@code DiskDescriptor.xml}
 * says how they lie over each other. Where such a descriptor beside the image names several images,
 * the image alone is no disk and is not read.
 *
 * <p>Not written. Limits: clusters of 1 GiB, disks of 2^60 bytes. The table is read by pages
 * through a cache.
 *
 * <p>Source: [QEMU docs/interop/parallels.txt].
 */
@NullMarked
package io.colama.disk.parallels;

import org.jspecify.annotations.NullMarked;
