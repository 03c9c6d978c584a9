/** The catalogue of machines alone. */
@NullMarked
package io.colama.server.catalogue;

import org.jspecify.annotations.NullMarked;
