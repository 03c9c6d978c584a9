/**
 * The machines of the repository as lists show them, held in memory: reading ten thousand logs and
 * heads for every list would take seconds. The catalogue looks at the ends of the logs again and
 * again, and reads what has grown; what this server changes itself it reads at once. It knows
 * nothing of who may see what.
 */
@NullMarked
package io.colama.server.catalogue;

import org.jspecify.annotations.NullMarked;
