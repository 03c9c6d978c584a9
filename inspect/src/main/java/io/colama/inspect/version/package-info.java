/**
 * Which of two versions is newer, by the rules of whoever made them.
 *
 * <p>{@link io.colama.inspect.version.VersionOrder} makes a key of a version, bytes whose unsigned
 * order is the order of the versions; comparing is comparing keys, and an index can sort and search
 * ranges by them. Raw strings stay what they are, beside their keys.
 *
 * <p>Sources: deb-version(7); rpm-version(7); vercmp(8) of pacman; apk-package(5).
 */
@NullMarked
package io.colama.inspect.version;

import org.jspecify.annotations.NullMarked;
