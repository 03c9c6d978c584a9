/**
 * Registry hives of Windows, read without changing them.
 *
 * <p>Nouns: a hive starts with a <em>base block</em>; behind it lie <em>bins</em>, which are cut
 * into <em>cells</em>. A key ({@code nk}) names a list of its subkeys ({@code lf}, {@code lh},
 * {@code li}, or {@code ri} for a list of lists) and a list of its values ({@code vk}), whose data
 * is in the value itself, in a cell or in pieces ({@code db}). All numbers are little-endian;
 * offsets count from the first bin.
 *
 * <p><em>Logs.</em> A hive that was in use is not whole without its logs, so {@link
 * io.colama.inspect.hive.Hive#open} takes them along and lays what they hold over the hive, in
 * memory, as Windows does at its start. There are two kinds: up to Windows 8 one log of 512-byte
 * sectors with a bitmap ({@code SYSTEM.LOG}, later {@code .LOG1} and {@code .LOG2}), from 8.1 on a
 * chain of numbered, hashed entries that can span both logs. {@link
 * io.colama.inspect.hive.Hive#condition} says whether that was needed and whether it worked.
 *
 * <p><em>Lazy.</em> Cells are read when they are asked for, through at most 16 MiB of pages: facts
 * need a few thousand cells of a hive that can be 200 MB, and what is not read does not count as
 * read of the revision, so that more later revisions inherit the result. Logs are not kept in
 * memory either, only where each of their sectors is.
 *
 * <p><em>Damage.</em> A cell that cannot be read costs what is below it and nothing else; what was
 * left out is in {@link io.colama.inspect.hive.Hive#damages}, so that an answer that is not whole
 * can be told from one that is.
 *
 * <p>Limits: keys 512 deep, 500,000 subkeys and values a key, values of 16 MiB, logs of 256 MiB, 16
 * million cells in all for one opened hive. A key that is its own ancestor is damage.
 *
 * <p>Source: libregf, "Windows NT Registry File (REGF) format specification"; M. Suhanov, "Windows
 * registry file format specification".
 */
@NullMarked
package io.colama.inspect.hive;

import org.jspecify.annotations.NullMarked;
