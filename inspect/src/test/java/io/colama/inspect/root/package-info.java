/** Tests of the package of this name. */
@NullMarked
package io.colama.inspect.root;

import org.jspecify.annotations.NullMarked;
