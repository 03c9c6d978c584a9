/** Tests of xml definitions. */
@NullMarked
package io.colama.definition.xml;

import org.jspecify.annotations.NullMarked;
