/**
 * Disk image formats, read and written.
 *
 * <p>Nouns: a {@link io.colama.disk.image.DiskImage} is an opened image file with everything that
 * belongs to it; its content is a {@link io.colama.block.BlockSource}; a {@link
 * io.colama.disk.image.DiskSnapshot} is a state that is kept inside the image; a {@link
 * io.colama.disk.image.DiskFormat} has a package of its own. {@link io.colama.disk.DiskImages}
 * opens, {@link io.colama.disk.DiskWriters} writes.
 *
 * <p>Invariants: no name inside an image is opened unless the caller permits it and it lies inside
 * the import root; raw is never assumed where a stronger signature stands; no length, count or
 * offset of an image is trusted; memory for one image is bounded whatever its header says.
 */
@NullMarked
package io.colama.disk;

import org.jspecify.annotations.NullMarked;
