/** Tests of volumes across the disks of a machine. */
@NullMarked
package io.colama.guest.volume;

import org.jspecify.annotations.NullMarked;
