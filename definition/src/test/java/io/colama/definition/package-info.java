/** Tests of definitions. */
@NullMarked
package io.colama.definition;

import org.jspecify.annotations.NullMarked;
