/** Tests of the ISO 9660 reader against genisoimage and xorriso. */
@NullMarked
package io.colama.guest.iso;

import org.jspecify.annotations.NullMarked;
