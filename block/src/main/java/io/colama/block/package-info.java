/**
 * A disk as bytes.
 *
 * <p>Nouns: a {@link io.colama.block.BlockSource} is read anywhere and tells its {@linkplain
 * io.colama.block.Run runs}; a {@link io.colama.block.BlockSink} is written once in order; an
 * {@link io.colama.block.ImageException} says why bytes could not be trusted.
 *
 * <p>{@link io.colama.block.BlockSources} makes sources out of files, memory and other sources;
 * {@link io.colama.block.RunWalk} walks their runs; a {@link io.colama.block.Limit} stands before
 * every allocation that a file asks for; {@link io.colama.block.NativeFile} and {@link
 * io.colama.block.FileClone} are the system calls that the JDK lacks.
 *
 * <p>Invariants: reads are positional and whole; a source's size never changes; runs of zeros and
 * holes are promises.
 */
@NullMarked
package io.colama.block;

import org.jspecify.annotations.NullMarked;
