@NullMarked
package io.colama.nbd.tls;

import org.jspecify.annotations.NullMarked;
