/** Tests of the btrfs reader against btrfs-progs and the kernel. */
@NullMarked
package io.colama.guest.btrfs;

import org.jspecify.annotations.NullMarked;
