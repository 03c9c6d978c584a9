/**
 * The contract that every source of blocks keeps, and the tests of the sources that are made here.
 */
@NullMarked
package io.colama.block;

import org.jspecify.annotations.NullMarked;
