/** Tests of disk images. */
@NullMarked
package io.colama.disk.raw;

import org.jspecify.annotations.NullMarked;
