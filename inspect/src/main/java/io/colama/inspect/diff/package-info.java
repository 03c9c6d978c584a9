/**
 * What changed inside a machine between two states: facts, files and texts.
 *
 * <p>{@link io.colama.inspect.diff.FactsDiff} compares inspections, {@link
 * io.colama.inspect.diff.TreeDiff} two trees of files, {@link io.colama.inspect.diff.TextDiff} two
 * texts line by line. The result is always a list of {@linkplain io.colama.inspect.diff.Change
 * changes}, in the order of what they concern.
 */
@NullMarked
package io.colama.inspect.diff;

import org.jspecify.annotations.NullMarked;
