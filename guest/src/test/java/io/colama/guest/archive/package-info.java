/** Tests of archives against GNU tar and sha256sum. */
@NullMarked
package io.colama.guest.archive;

import org.jspecify.annotations.NullMarked;
