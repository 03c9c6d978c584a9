/**
 * What a volume is, from its bytes alone.
 *
 * <p>{@link io.colama.guest.probe.Probe} answers with all that a volume may be, the likeliest
 * first, under the names that {@code blkid} uses. A signature alone is not believed where other
 * fields can be checked; remains of an older content are therefore mostly not listed. No bytes make
 * it throw. What Colama recognises and does not open has a {@linkplain
 * io.colama.guest.probe.Recognition#reason reason} that never changes its spelling.
 *
 * <p>Only a few places are read: the first megabytes and the last sectors.
 *
 * <p>Source: util-linux, libblkid, and the specifications of the formats.
 */
@NullMarked
package io.colama.guest.probe;

import org.jspecify.annotations.NullMarked;
