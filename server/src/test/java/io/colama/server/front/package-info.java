/** Proxies, limits and addresses. */
@NullMarked
package io.colama.server.front;

import org.jspecify.annotations.NullMarked;
