/** Tests of the package of this name. */
@NullMarked
package io.colama.inspect.packages;

import org.jspecify.annotations.NullMarked;
