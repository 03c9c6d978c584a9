/**
 * The index of revisions: what answers a {@link io.colama.search.query.Query}.
 *
 * <p>An {@link io.colama.search.index.Entry} is one revision as one machine knows it, with all that
 * was found inside; it becomes one document. Facts about the inside lie in fields of their own for
 * each operating system, {@code 0.os}, {@code 1.os} …, so that what is asked in one AND is asked of
 * one system. A package is one term, {@code name NUL order version}: name and version cannot be
 * taken from two packages. Versions are compared by {@link io.colama.inspect.version.VersionOrder},
 * which every term names by a letter, while the terms of a name are walked; no key is stored, so no
 * change of an order makes an index wrong.
 *
 * <p>An index is a cache. {@link io.colama.search.index.IndexPlace} makes it anew when it is
 * missing, damaged, of another version or of another repository. Changes appear as a whole by one
 * commit, together with stamps: short notes of whoever fills the index, on how far it has got. One
 * process at a time changes it; any number read, and what they opened does not change under them.
 *
 * <p>Bounds: of an entry, the first {@link io.colama.search.index.EntryDocument#MOST_SYSTEMS}
 * systems are searched, of each list in it {@link io.colama.search.index.EntryDocument#MOST_FACTS}
 * facts, of each name 200 characters.
 */
@NullMarked
package io.colama.search.index;

import org.jspecify.annotations.NullMarked;
