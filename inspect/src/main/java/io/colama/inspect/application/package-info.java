/**
 * Software that came without a package manager: found by files that give it away.
 *
 * <p>What gives software away is data: {@code rules.json}, one object for each application with its
 * {@code id}, {@code name}, {@code vendor} and {@code signs}. A sign names places by {@code paths}
 * from the root, in which {@code *} stands for any part of one name, and where the version is: in
 * the text of the file ({@code version}, of its first {@code bytes}) or in its path ({@code path}),
 * as the groups of regular expressions, joined by dots. All of them must be found. They look at
 * hostile texts, so each of them repeats what is bounded. {@code up} says how many levels above the
 * file the directory of the application lies; {@code unlessPackaged} leaves out what a package of a
 * name like {@code packaged} brought already.
 *
 * <p>Only directories that the paths name are listed, each once; nothing else is searched.
 *
 * <p>{@link io.colama.inspect.application.OracleInventory} reads the lists that Oracle's installer
 * keeps, which say more than a rule can.
 */
@NullMarked
package io.colama.inspect.application;

import org.jspecify.annotations.NullMarked;
