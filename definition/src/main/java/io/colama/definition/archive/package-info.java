/**
 * Archives in which definitions travel with their disks: OVA packages and Vagrant boxes.
 *
 * <p>Nouns: an {@link io.colama.definition.archive.OvaArchive} is an opened package, whose {@link
 * io.colama.definition.archive.ArchiveMember members} are read where they lie, without unpacking; a
 * {@link io.colama.definition.archive.Manifest} is its list of checksums; an {@link
 * io.colama.definition.archive.OvaWriter} writes one in a single pass; {@link
 * io.colama.definition.archive.BoxArchive} unpacks boxes.
 *
 * <p>Invariants: names that are absolute or climb are refused, and so are links and devices;
 * nothing is allocated for a length that a file claims before it passed a named limit; how much is
 * unpacked is bounded in members, bytes and ratio. Tar is read by our own code, because the places
 * of members are needed, and because the lengths of names are claims, too.
 *
 * <p>Sources: POSIX.1-2017 pax, GNU tar manual (base-256 numbers, long names); DMTF DSP0243.
 */
@NullMarked
package io.colama.definition.archive;

import org.jspecify.annotations.NullMarked;
