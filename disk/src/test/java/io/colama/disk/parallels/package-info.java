/** Tests of disk images. */
@NullMarked
package io.colama.disk.parallels;

import org.jspecify.annotations.NullMarked;
