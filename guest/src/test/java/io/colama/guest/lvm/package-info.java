/** Tests of the LVM2 reader against lvm2 and against metadata made by hand. */
@NullMarked
package io.colama.guest.lvm;

import org.jspecify.annotations.NullMarked;
