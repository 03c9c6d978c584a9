/**
 * What packaging makes out of the commands: the manual, the shell completion and the cache that
 * makes the start fast.
 *
 * <p>Three programs that the build of the distribution runs: {@link
 * io.colama.cli.packaging.Manual}, {@link io.colama.cli.packaging.StartCache} and, in a JVM of its
 * own, {@link io.colama.cli.packaging.Training}. The product never calls them.
 */
@NullMarked
package io.colama.cli.packaging;

import org.jspecify.annotations.NullMarked;
