/**
 * The Open Virtualization Format: 0.9, 1.x and 2.0 are read, 1.1 and 2.0 written.
 *
 * <p>Nouns: an {@link io.colama.definition.ovf.OvfEnvelope} is a descriptor with the machines and
 * the {@linkplain io.colama.definition.ovf.OvfFile files} that it refers to. Sections of other
 * vendors are let pass where they say that they are not required; one that is required and not
 * known fails the reading, as the standard demands. Of several configurations the default counts.
 *
 * <p>Sources: DMTF DSP0243 1.1.0 and 2.1.1; what VMware and VirtualBox write beyond them.
 */
@NullMarked
package io.colama.definition.ovf;

import org.jspecify.annotations.NullMarked;
