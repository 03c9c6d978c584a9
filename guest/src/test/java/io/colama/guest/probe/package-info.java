/** Tests of the recognition of volumes against blkid. */
@NullMarked
package io.colama.guest.probe;

import org.jspecify.annotations.NullMarked;
