/** Tests of the package of this name. */
@NullMarked
package io.colama.inspect.version;

import org.jspecify.annotations.NullMarked;
