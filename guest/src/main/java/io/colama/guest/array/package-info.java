/**
 * What volume managers have in common: members, the volumes that they make up, and members that
 * take turns as one source.
 *
 * <p>Members are not owned and must stay open; closing what they make up ends only that.
 */
@NullMarked
package io.colama.guest.array;

import org.jspecify.annotations.NullMarked;
