/** Tests of what is found of applications. */
@NullMarked
package io.colama.inspect.application;

import org.jspecify.annotations.NullMarked;
