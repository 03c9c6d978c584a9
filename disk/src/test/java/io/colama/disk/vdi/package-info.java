/** Tests of disk images. */
@NullMarked
package io.colama.disk.vdi;

import org.jspecify.annotations.NullMarked;
