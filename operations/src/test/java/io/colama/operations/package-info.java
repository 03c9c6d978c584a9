/** Tests of the verbs. */
@NullMarked
package io.colama.operations;

import org.jspecify.annotations.NullMarked;
