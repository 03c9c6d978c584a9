/**
 * Looks into machines: from their disks to an {@link io.colama.inspect.fact.Inspection}.
 *
 * <p>{@link io.colama.inspect.Inspector} finds the systems ({@code root}) and asks the collectors
 * of each family ({@code linux}, {@code packages}, {@code windows}, …) for their facts. A collector
 * reads a short list of known paths through its {@link io.colama.inspect.subject.Subject}, which
 * keeps the limits and writes down what could not be read, so that one broken file costs its own
 * facts and nothing else.
 *
 * <p>Nothing is mounted, run or copied to disk; an inspection takes no lock and any number may run
 * at once. The same bytes give the same inspection.
 */
@NullMarked
package io.colama.inspect;

import org.jspecify.annotations.NullMarked;
