/**
 * Names of operating systems: one table between the vocabularies of the vendors.
 *
 * <p>The neutral name is the short id that osinfo-db uses, such as {@code debian12}. What a
 * vocabulary does not have falls back to the nearest older or more general entry, because a hint
 * that is a little wrong still chooses better devices than none.
 */
@NullMarked
package io.colama.definition.os;

import org.jspecify.annotations.NullMarked;
