/**
 * Raw images: the bytes of a disk, one for one, in a file or on a block device.
 *
 * <p>There is no header and nothing to check. Holes are what the file system says; the size is that
 * of the file or device and need not be a multiple of a sector.
 */
@NullMarked
package io.colama.disk.raw;

import org.jspecify.annotations.NullMarked;
