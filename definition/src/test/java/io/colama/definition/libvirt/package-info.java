/** Tests of libvirt definitions. */
@NullMarked
package io.colama.definition.libvirt;

import org.jspecify.annotations.NullMarked;
