/**
 * Facts of Windows: out of its registry and a few files.
 *
 * <p>{@link io.colama.inspect.windows.WindowsFacts} opens the hives of the system (SYSTEM,
 * SOFTWARE, SAM, SECURITY) and of its users through a {@link io.colama.inspect.windows.Registry}
 * and asks one class for each group of facts. A hive that is missing, damaged or empty costs its
 * own facts and is a problem: {@code missing:registry}, {@code damaged:registry}, {@code
 * empty:registry}, {@code stale:registry} when its logs do not fit. Where SOFTWARE says no version,
 * the kernel's own file does.
 *
 * <p>What the registry calls a thing and what people call it differ, and that is data, not code:
 * {@code releases.tsv} (a Windows 11 says that it is 10; a Windows Server 2003 is NT 5.2), {@code
 * zones.txt} for time zones, {@code locales.txt} for languages, {@code suites.txt} for editions.
 *
 * <p>Of accounts only flags are kept and whether a password is set: its hashes are not looked at.
 * Of a licence only the channel is kept, never a key.
 */
@NullMarked
package io.colama.inspect.windows;

import org.jspecify.annotations.NullMarked;
