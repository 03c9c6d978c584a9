/**
 * FAT with 12, 16 and 32 bits, and exFAT.
 *
 * <p>Nouns: the volume is a <em>heap</em> of clusters; a <em>table</em> tells for each which one
 * follows, so that a file is a chain. A directory is a file of entries of 32 bytes. On FAT a file
 * has a short name and perhaps, in entries before it, a long one; both find it and the long one is
 * listed. exFAT has long names alone, and files that lie in one piece do without the table.
 *
 * <p>How many bits the table has follows from the number of clusters alone. A chain that ends
 * before its file does, leads outside the heap, or meets itself in a directory is damage; entries
 * whose long name does not belong to their short one lose it, and on exFAT sets of entries with a
 * wrong checksum are passed over, as Windows does.
 *
 * <p>Short names are read as code page 437. Names are compared by the upper case of their letters,
 * one for one. Times are local to the machine that wrote them; where exFAT does not tell how far
 * that is from UTC, they are read as UTC.
 *
 * <p>Limits: directories of 8 MiB on FAT and 64 MiB on exFAT.
 */
@NullMarked
package io.colama.guest.fat;

import org.jspecify.annotations.NullMarked;
