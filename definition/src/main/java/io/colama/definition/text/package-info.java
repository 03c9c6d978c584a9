/**
 * What text formats share: bytes to characters, numbers and words that say yes, named bounds.
 *
 * <p>Definitions come from machines of any language and age, so text that is not what it declares
 * to be is still read, as Latin-1, rather than refused; numbers that are none are absent.
 */
@NullMarked
package io.colama.definition.text;

import org.jspecify.annotations.NullMarked;
