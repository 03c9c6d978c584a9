/** Tests of the XFS reader against xfsprogs and the kernel. */
@NullMarked
package io.colama.guest.xfs;

import org.jspecify.annotations.NullMarked;
