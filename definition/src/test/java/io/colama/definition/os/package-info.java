/** Tests of the names of operating systems. */
@NullMarked
package io.colama.definition.os;

import org.jspecify.annotations.NullMarked;
