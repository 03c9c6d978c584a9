/**
 * VirtualBox disk images, version 1.1: dynamic, fixed and differencing, with blocks of any size.
 *
 * <p>A file is a header, a map of blocks (one number of 32 bits for each) and the blocks. A block
 * is nowhere, marked as zero, or the n-th behind the header; a differencing image shows its parent
 * where a block is nowhere, and knows the parent by UUID alone.
 *
 * <p>Written are dynamic images with blocks of 1 MiB, in the order of the disk.
 */
@NullMarked
package io.colama.disk.vdi;

import org.jspecify.annotations.NullMarked;
