/**
 * The domain configuration of Xen's {@code xl}, and what {@code xm} had in common with it.
 *
 * <p>Statements {@code key = value} with strings, numbers and lists. The files of {@code xm} were
 * Python programs; such a file is parsed and never executed, so what is computed in it is not read,
 * and a note says so.
 *
 * <p>Sources: xl.cfg(5), xl-disk-configuration(5), xl-network-configuration(5).
 */
@NullMarked
package io.colama.definition.xen;

import org.jspecify.annotations.NullMarked;
