/**
 * Where bytes lie: the map of a disk over an image file, or of a file over a volume, and the one
 * loop that reads by it.
 *
 * <p>Fetching a byte is always the same; where it lives is a value. A format is its headers and an
 * {@link io.colama.block.extent.ExtentMap}, which answers for an offset with an {@link
 * io.colama.block.extent.Extent}: absent, zero, stored at a place, or part of a {@linkplain
 * io.colama.block.extent.CompressedUnits compressed unit}. {@link
 * io.colama.block.extent.MappedContent} makes a {@link io.colama.block.BlockSource} of that.
 */
@NullMarked
package io.colama.block.extent;

import org.jspecify.annotations.NullMarked;
