/** Tests of the registry reader. */
@NullMarked
package io.colama.inspect.hive;

import org.jspecify.annotations.NullMarked;
