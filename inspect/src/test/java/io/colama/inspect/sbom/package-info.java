/** Tests of the package of this name. */
@NullMarked
package io.colama.inspect.sbom;

import org.jspecify.annotations.NullMarked;
