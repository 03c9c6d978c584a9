/** Tests of the readers of FAT and exFAT. */
@NullMarked
package io.colama.guest.fat;

import org.jspecify.annotations.NullMarked;
