/** Tests of the ext reader against e2fsprogs and the kernel. */
@NullMarked
package io.colama.guest.ext;

import org.jspecify.annotations.NullMarked;
