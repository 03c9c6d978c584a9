/** Tests of vmware definitions. */
@NullMarked
package io.colama.definition.vmware;

import org.jspecify.annotations.NullMarked;
