/**
 * What every file system of a guest looks like to its readers.
 *
 * <p>A {@link io.colama.guest.file.GuestFileSystem} is one volume's files. Each file is a {@link
 * io.colama.guest.file.FileNode}: its {@linkplain io.colama.guest.file.Attributes attributes} are
 * known when the node is, its content is a {@link io.colama.block.BlockSource} with holes, its
 * names are strings that lose no byte ({@link io.colama.guest.file.GuestName}). A reader of a
 * format is records, a way from a node to its {@link io.colama.guest.file.FileExtents}, and a walk
 * over directory entries.
 *
 * <p>Invariants: nothing is written; nothing outside the volume is opened; a file system holds no
 * resource beside memory, so it is not closed; any number of threads read at once. What cannot be
 * right is an {@link io.colama.block.ImageException.Damaged}, what is not read an {@link
 * io.colama.block.ImageException.Unsupported}; both concern the file or directory asked for, so
 * that the rest stays readable. Lengths, counts and depths pass a {@link io.colama.block.Limit}.
 */
@NullMarked
package io.colama.guest.file;

import org.jspecify.annotations.NullMarked;
