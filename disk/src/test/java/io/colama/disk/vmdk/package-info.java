/** Tests of disk images. */
@NullMarked
package io.colama.disk.vmdk;

import org.jspecify.annotations.NullMarked;
