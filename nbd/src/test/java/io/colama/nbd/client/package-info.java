@NullMarked
package io.colama.nbd.client;

import org.jspecify.annotations.NullMarked;
