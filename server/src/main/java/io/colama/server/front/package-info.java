/**
 * What stands between a server and those who reach it: its public address, the proxies before it,
 * and how much anybody may ask of it.
 *
 * <p>{@link io.colama.server.front.ProxyFilter} finds out where a request really comes from: only
 * what a trusted proxy says in the one agreed family of headers counts, all else is what the
 * connection tells. {@link io.colama.server.front.AddressRules} refuses requests that name another
 * host, and secrets in addresses. {@link io.colama.server.front.RequestLimits} counts by address,
 * {@link io.colama.server.front.AccountLimits} by account; both count in memory, each server for
 * itself, in {@link io.colama.server.front.Buckets} of which there are never more than a fixed
 * number.
 */
@NullMarked
package io.colama.server.front;

import org.jspecify.annotations.NullMarked;
