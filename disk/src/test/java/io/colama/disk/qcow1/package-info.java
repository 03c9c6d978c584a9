/** Tests of disk images. */
@NullMarked
package io.colama.disk.qcow1;

import org.jspecify.annotations.NullMarked;
