/** Proof of the server, by clients that say exactly what a test wants them to say. */
@NullMarked
package io.colama.nbd.server;

import org.jspecify.annotations.NullMarked;
