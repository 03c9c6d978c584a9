/** Tests of the package of this name. */
@NullMarked
package io.colama.inspect;

import org.jspecify.annotations.NullMarked;
