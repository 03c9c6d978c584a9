/** Tests of the declared records. */
@NullMarked
package io.colama.block.record;

import org.jspecify.annotations.NullMarked;
