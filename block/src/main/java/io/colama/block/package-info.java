/**
 * A disk as bytes.
 *
 * <p>Nouns: a {@link io.colama.block.BlockSource} is read anywhere and tells its {@linkplain io.colama.block.Run runs}; a
 * {@link io.colama.block.BlockSink} is written once in order; an {@link io.colama.block.ImageException} says why bytes
 * could not be trusted.
 *
 * <p>Invariants: reads are positional and whole; a source's size never changes; runs of zeros and holes are promises.
 */
@NullMarked
package io.colama.block;

import org.jspecify.annotations.NullMarked;
