/** Tests of the package of this name. */
@NullMarked
package io.colama.inspect.linux;

import org.jspecify.annotations.NullMarked;
