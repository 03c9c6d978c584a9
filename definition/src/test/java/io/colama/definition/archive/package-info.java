/** Tests of archives. */
@NullMarked
package io.colama.definition.archive;

import org.jspecify.annotations.NullMarked;
