/** Tests of the squashfs reader against squashfs-tools. */
@NullMarked
package io.colama.guest.squashfs;

import org.jspecify.annotations.NullMarked;
