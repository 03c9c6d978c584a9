/** Tests of the NTFS reader. */
@NullMarked
package io.colama.guest.ntfs;

import org.jspecify.annotations.NullMarked;
