@NullMarked
package io.colama.operations.qemu;

import org.jspecify.annotations.NullMarked;
