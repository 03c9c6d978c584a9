/**
 * What the program knows of systems and applications before it looks into any: releases, zones,
 * rules.
 *
 * <p>Such knowledge is kept in files, so that it can be added to without a change of code. Each
 * lies in the package of the class that uses it, and {@link io.colama.inspect.data.DataFile} reads
 * it. It belongs to the program: that it is missing is a bug of ours and unchecked.
 */
@NullMarked
package io.colama.inspect.data;

import org.jspecify.annotations.NullMarked;
