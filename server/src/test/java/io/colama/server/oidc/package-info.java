/** A provider that plays tricks, and one that does not. */
@NullMarked
package io.colama.server.oidc;

import org.jspecify.annotations.NullMarked;
