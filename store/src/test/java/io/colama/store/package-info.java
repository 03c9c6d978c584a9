/** Tests of the store. */
@NullMarked
package io.colama.store;

import org.jspecify.annotations.NullMarked;
