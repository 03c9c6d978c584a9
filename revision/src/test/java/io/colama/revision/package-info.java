/** Tests of machines and revisions. */
@NullMarked
package io.colama.revision;

import org.jspecify.annotations.NullMarked;
