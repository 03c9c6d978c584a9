/** Tests of the md reader against mdadm, GRUB and superblocks made by hand. */
@NullMarked
package io.colama.guest.md;

import org.jspecify.annotations.NullMarked;
