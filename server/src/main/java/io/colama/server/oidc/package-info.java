/**
 * Logging in at a provider of OpenID Connect: the authorization code flow with PKCE.
 *
 * <p>{@link io.colama.server.oidc.OidcLogins} sends a browser to a provider and takes it back. All
 * that has to be remembered meanwhile is derived from one random secret in a cookie of that
 * browser: the state, the nonce and the verifier of the code. So a code that was given to somebody
 * else is of no use, and a server keeps nothing. {@link io.colama.server.oidc.OidcProvider} asks
 * the provider, within limits of time and size, when somebody logs in and not before: a server
 * starts while its providers are down. {@link io.colama.server.oidc.IdTokens} checks what came
 * back: only RS256 and ES256, the issuer, the audience, the times and the nonce ([OpenID Connect
 * Core 1.0, 3.1.3.7], [RFC 7636], [RFC 9207]).
 */
@NullMarked
package io.colama.server.oidc;

import org.jspecify.annotations.NullMarked;
