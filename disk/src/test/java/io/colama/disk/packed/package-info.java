/** Tests of disk images. */
@NullMarked
package io.colama.disk.packed;

import org.jspecify.annotations.NullMarked;
