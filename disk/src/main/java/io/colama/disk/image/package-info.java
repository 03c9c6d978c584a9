/**
 * What all image formats share: the opened image and its snapshots, the names of the formats,
 * compressed units and their decoders, the way to other files that an image names, and the file
 * that a writer fills.
 *
 * <p>A format's package sees this one and nothing above; {@code io.colama.disk} sees the formats
 * and chooses among them. So a format is added without touching another.
 */
@NullMarked
package io.colama.disk.image;

import org.jspecify.annotations.NullMarked;
