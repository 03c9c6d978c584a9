/** Tests of paths in guests. */
@NullMarked
package io.colama.guest.tree;

import org.jspecify.annotations.NullMarked;
