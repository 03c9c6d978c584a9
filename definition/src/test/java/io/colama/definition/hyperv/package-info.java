/** Tests of Hyper-V definitions. */
@NullMarked
package io.colama.definition.hyperv;

import org.jspecify.annotations.NullMarked;
