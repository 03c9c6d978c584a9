/**
 * The resources of the API, one class each: decode, ask whether it is permitted, run an operation,
 * encode.
 *
 * <p>Everything is below {@code /api/v1}. A machine that the caller must not see is answered
 * exactly like one that is not there. No resource takes a name of a revision or a file and gives it
 * to an operation as it is: an operation would also read an image of that name on the server.
 */
@NullMarked
package io.colama.server.resource;

import org.jspecify.annotations.NullMarked;
