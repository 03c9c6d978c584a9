/** Tests of vagrant definitions. */
@NullMarked
package io.colama.definition.vagrant;

import org.jspecify.annotations.NullMarked;
