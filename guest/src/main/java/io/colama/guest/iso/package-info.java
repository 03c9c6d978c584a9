/**
 * ISO 9660 with Rock Ridge or Joliet, read in place.
 *
 * <p>A disc holds one tree of directories for each volume descriptor. Where the first tree has the
 * fields of Rock Ridge it is read with these, as Unix wrote it; else the tree of Joliet with its
 * long names, where there is one; else the first tree with its short names. The last two are
 * compared without case.
 *
 * <p>A record of a directory is all that there is of a file: it says where the content lies, in one
 * stretch or several. Rock Ridge adds fields behind the name and, where there is no room, in other
 * places that a field names ({@link io.colama.guest.iso.SystemUse}).
 *
 * <p>Limits: directories of 256 MiB and four million names, 64 continuations of fields a record,
 * names and targets of 64 KiB. Not read: interleaved files, files that are compressed with zisofs,
 * UDF, of which a note says that it is there.
 *
 * <p>Source: ECMA-119; Joliet Specification; IEEE P1281 (SUSP), P1282 (Rock Ridge).
 */
@NullMarked
package io.colama.guest.iso;

import org.jspecify.annotations.NullMarked;
