/** Tests of what is found of libraries. */
@NullMarked
package io.colama.inspect.library;

import org.jspecify.annotations.NullMarked;
