/**
 * The verification of a repository as a task: what {@code colama verify} does, by the server that
 * has the repository. One at a time; a full one that was interrupted goes on where it was.
 */
@NullMarked
package io.colama.server.verification;

import org.jspecify.annotations.NullMarked;
