/** Tests of partition tables against sfdisk. */
@NullMarked
package io.colama.guest.partition;

import org.jspecify.annotations.NullMarked;
