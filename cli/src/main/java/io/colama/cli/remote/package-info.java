/**
 * How the command line speaks with a server: whom it knows, and one client for all commands.
 *
 * <p>{@link io.colama.cli.remote.KnownServers} keeps the tokens that {@code colama login} got, in a
 * file that its owner alone can read. {@link io.colama.cli.remote.ServerClient} sends one of them
 * to the server that it is of and to nobody else: it follows no redirections, and speaks without
 * TLS only with this host. What a server tells as a problem becomes a failure of the one table,
 * with its line and its exit status.
 */
@NullMarked
package io.colama.cli.remote;

import org.jspecify.annotations.NullMarked;
