/** Tests of disk images. */
@NullMarked
package io.colama.disk;

import org.jspecify.annotations.NullMarked;
