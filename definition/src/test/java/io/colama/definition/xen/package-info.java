/** Tests of xen definitions. */
@NullMarked
package io.colama.definition.xen;

import org.jspecify.annotations.NullMarked;
