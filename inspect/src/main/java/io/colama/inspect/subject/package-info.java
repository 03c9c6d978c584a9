/**
 * A system under inspection, as its collectors see it: files by path within limits, and the list of
 * what could not be read.
 */
@NullMarked
package io.colama.inspect.subject;

import org.jspecify.annotations.NullMarked;
