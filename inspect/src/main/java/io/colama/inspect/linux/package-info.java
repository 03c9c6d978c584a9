/**
 * Facts of Linux systems, beside their packages: what system it is, who it is, who may use it, what
 * it starts, how it is connected.
 *
 * <p>Each collector reads the handful of files that hold its facts on all distributions; files that
 * are not there are no problem, files that cannot be read are.
 */
@NullMarked
package io.colama.inspect.linux;

import org.jspecify.annotations.NullMarked;
