/** Tests of virtualbox definitions. */
@NullMarked
package io.colama.definition.virtualbox;

import org.jspecify.annotations.NullMarked;
