/** Tests of the model. */
@NullMarked
package io.colama.definition.machine;

import org.jspecify.annotations.NullMarked;
