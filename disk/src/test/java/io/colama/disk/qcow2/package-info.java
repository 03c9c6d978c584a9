/** Tests of disk images. */
@NullMarked
package io.colama.disk.qcow2;

import org.jspecify.annotations.NullMarked;
