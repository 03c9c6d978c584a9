/** Tests of what a system under inspection shows. */
@NullMarked
package io.colama.inspect.subject;

import org.jspecify.annotations.NullMarked;
