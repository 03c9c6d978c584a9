/** Tests of the server as programs and browsers see it. */
@NullMarked
package io.colama.server;

import org.jspecify.annotations.NullMarked;
