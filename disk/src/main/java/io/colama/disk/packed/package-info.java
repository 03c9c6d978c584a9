/**
 * Raw images inside one compressed file: gzip, xz, Zstandard and bzip2, read and never written.
 *
 * <p>A compressed file is a stream: nothing in it can be read before what comes before it was
 * decoded. The content is a {@link io.colama.block.BlockSource} nevertheless: a read ahead decodes
 * up to there, a read behind starts again from the beginning, and the last 16 MiB that were decoded
 * are kept, so that reads of several threads that go forward together decode everything once. Runs
 * are all data, because zeros are not known before they are decoded. Checking in and converting
 * read forward; anything that reads here and there is better off with an unpacked image.
 *
 * <p>A file is several streams, one behind the other, where it was made so: members of gzip,
 * streams of xz and bzip2, frames of Zstandard.
 *
 * <p>Invariants: the size is known when the image is open, from the index of xz, from the headers
 * of all frames of Zstandard where they tell, else by decoding everything once. The stream has to
 * give exactly as many bytes, its checksums are compared where it has them, and nothing but padding
 * may follow it: else the image is damaged, at the latest when its last byte is read. What starts
 * like an image of another format inside is refused.
 *
 * <p>Limits: 1 PiB of content; 256 MiB of memory for xz, windows of 128 MiB for Zstandard, as their
 * own programs have by default or more. A file that decodes to far more than itself takes time and
 * no memory.
 *
 * <p>Source: [RFC 1952] for gzip, [RFC 8878] for Zstandard; xz and bzip2 as their libraries read
 * them.
 */
@NullMarked
package io.colama.disk.packed;

import org.jspecify.annotations.NullMarked;
