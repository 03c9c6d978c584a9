/**
 * NTFS, as Windows 2000 and later write it.
 *
 * <p>Nouns: a <em>record</em> of the master file table describes a file; its <em>attributes</em>
 * are streams of bytes with a type and perhaps a name, in the record itself or in <em>runs</em> of
 * clusters elsewhere. A file with many attributes has an <em>attribute list</em> that tells which
 * further records hold them. A directory is a B-tree of names, ordered by the volume's own table of
 * upper case letters.
 *
 * <p>A look-up descends the tree and reads a handful of blocks; where the tree is damaged, all
 * blocks that are in use are searched. Listings leave out short names that only DOS uses and, as
 * Windows does, the file system's own files; look-ups find both. A reference is followed only when
 * its sequence number is that of the record, so a name of a deleted file is damage and not another
 * file.
 *
 * <p>Content: sparse and compressed (LZNT1) streams, streams that are shorter than they say
 * (initialised size), named streams ({@link io.colama.guest.ntfs.NamedStreams}), and files that
 * Windows keeps compressed as a whole (CompactOS: XPRESS and LZX). Symbolic links, junctions and
 * the links of Linux below Windows are links; links of the kind that Services for Unix made are the
 * system files that Windows sees. Encrypted and deduplicated files, and files in a cloud, are
 * listed and not read.
 *
 * <p>The log is not replayed: where it was in use, and where a hibernated system still holds
 * changes in memory, the {@linkplain io.colama.guest.file.FileSystemFacts#condition() condition}
 * says so.
 *
 * <p>Limits: an attribute list of 256 KiB, trees 32 deep, records of 4 KiB and blocks of
 * directories of 64 KiB.
 */
@NullMarked
package io.colama.guest.ntfs;

import org.jspecify.annotations.NullMarked;
