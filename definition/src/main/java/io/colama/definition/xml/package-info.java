/**
 * XML as definitions need it: a small tree, read within limits, and a writer.
 *
 * <p>The reader takes no document type declaration, so there are no entities to expand and nothing
 * outside the bytes is ever opened; bytes, depth, elements, attributes and text are bounded by
 * {@link io.colama.definition.xml.XmlReader}'s named limits. The writer never writes a character
 * that XML does not have.
 */
@NullMarked
package io.colama.definition.xml;

import org.jspecify.annotations.NullMarked;
