/** Tests of disk images. */
@NullMarked
package io.colama.disk.vhd;

import org.jspecify.annotations.NullMarked;
