@NullMarked
package io.colama.operations.live;

import org.jspecify.annotations.NullMarked;
