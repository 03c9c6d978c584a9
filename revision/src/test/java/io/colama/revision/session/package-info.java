/** Proof of sessions. */
@NullMarked
package io.colama.revision.session;

import org.jspecify.annotations.NullMarked;
