/** Placeholder chapter, written with the code. */
@NullMarked
package io.colama.store;

import org.jspecify.annotations.NullMarked;
