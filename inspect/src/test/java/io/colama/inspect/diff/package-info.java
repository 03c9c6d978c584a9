/** Tests of the package of this name. */
@NullMarked
package io.colama.inspect.diff;

import org.jspecify.annotations.NullMarked;
