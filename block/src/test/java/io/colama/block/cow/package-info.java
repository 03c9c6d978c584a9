@NullMarked
package io.colama.block.cow;

import org.jspecify.annotations.NullMarked;
