/**
 * What a user can ask for: one class a verb, a request record in, a result record out.
 *
 * <p>Here the modules meet: images are opened, disks stored and written, names resolved. An
 * operation knows the repository, the clock and who asks from its {@link
 * io.colama.operations.Environment}; it prints nothing. Every failure has one line in the table
 * {@link io.colama.operations.Failure}.
 */
@NullMarked
package io.colama.operations;

import org.jspecify.annotations.NullMarked;
