/**
 * The command line.
 *
 * <p>{@link io.colama.cli.Main} is the program; {@code Colama} is the command that all others hang
 * below, one class per command. A command parses and prints, nothing else: what it does is done by
 * an operation. Standard output carries results, standard error everything else, and the exit
 * status is that of {@link io.colama.operations.Failure}, or 0.
 */
@NullMarked
package io.colama.cli;

import org.jspecify.annotations.NullMarked;
