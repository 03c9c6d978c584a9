/** Tests of the package of this name. */
@NullMarked
package io.colama.inspect.windows;

import org.jspecify.annotations.NullMarked;
