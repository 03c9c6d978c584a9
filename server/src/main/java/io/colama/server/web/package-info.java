/**
 * What all requests have in common: who makes them, how failures are told, how lists are paged.
 *
 * <p>A request comes through {@link io.colama.server.web.RequestIds}, which names it, and {@link
 * io.colama.server.web.CredentialFilter}, which finds out who makes it: a program by a token in the
 * header {@code Authorization: Bearer}, a browser by the cookie of its session, which counts for
 * changes only together with a second value that other sites cannot read. Whatever fails is told as
 * a problem of RFC 9457 with the code of {@link io.colama.operations.Failure}, by {@link
 * io.colama.server.web.Problems}.
 */
@NullMarked
package io.colama.server.web;

import org.jspecify.annotations.NullMarked;
