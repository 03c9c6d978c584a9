/** Tests of the index. */
@NullMarked
package io.colama.search.index;

import org.jspecify.annotations.NullMarked;
