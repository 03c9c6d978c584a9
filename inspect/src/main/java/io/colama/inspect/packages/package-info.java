/**
 * The databases of package managers.
 *
 * <p>{@link io.colama.inspect.packages.PackageDatabases} asks each for its packages. A database
 * that exists and yields nothing is a problem, never an empty list. What a manager calls installed
 * is installed: for dpkg that is the third word of the status and nothing else.
 */
@NullMarked
package io.colama.inspect.packages;

import org.jspecify.annotations.NullMarked;
