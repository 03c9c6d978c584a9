/**
 * Which of two versions is newer, as the package manager that they come from sees it.
 *
 * <p>Each ecosystem has rules of its own: {@code 1.0~rc1} is older than {@code 1.0} for dpkg and
 * rpm, {@code 1.0_rc1} for apk, {@code 1.0rc1} for pacman; {@code 1.0a} is newer than {@code 1.0}
 * for dpkg and older for pacman. {@link io.colama.inspect.version.VersionOrder} is one such set of
 * rules.
 *
 * <p>An order is its sort key: a version is rewritten once, as bytes whose unsigned lexicographic
 * order is that of the ecosystem, and two versions compare as their keys do. An index that knows
 * only bytes can so answer {@code version:>=12}, and there is no second implementation to disagree
 * with. It also makes each order total, whatever an image says a version is; the comparison of
 * pacman is not, and its class says where the key departs from it.
 *
 * <p>The shape of a key: every place where a version can go on begins with a byte that says what
 * comes, in the order in which such continuations sort, and the end of a version is one of them.
 * What follows is self-delimiting: a number is the count of its digits and the digits, a word its
 * bytes and a zero. Keys are no format of a file: they may change with any release.
 */
@NullMarked
package io.colama.inspect.version;

import org.jspecify.annotations.NullMarked;
