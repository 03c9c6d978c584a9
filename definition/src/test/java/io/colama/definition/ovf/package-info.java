/** Tests of OVF. */
@NullMarked
package io.colama.definition.ovf;

import org.jspecify.annotations.NullMarked;
