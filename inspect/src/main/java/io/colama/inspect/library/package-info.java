/**
 * Libraries that the package managers of programming languages installed, wherever they lie.
 *
 * <p>Unlike everything else that is read of a system, they have no known places: {@link
 * io.colama.inspect.library.Libraries} walks through all directories and looks at files whose names
 * say that they describe a library. This is what a deep inspection does in addition.
 *
 * <p>{@link io.colama.inspect.library.JavaArchive} looks into archives of Java and the archives
 * within them.
 */
@NullMarked
package io.colama.inspect.library;

import org.jspecify.annotations.NullMarked;
