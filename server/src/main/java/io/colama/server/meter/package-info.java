/**
 * What a server counts of itself for those who watch it: the part of {@code /metrics} that is about
 * machines, tasks and people. Names follow the conventions of Prometheus, and no label has values
 * that others can add to: none is a name of a machine or of an account.
 */
@NullMarked
package io.colama.server.meter;

import org.jspecify.annotations.NullMarked;
