/** Tests of disk images. */
@NullMarked
package io.colama.disk.vhdx;

import org.jspecify.annotations.NullMarked;
