/**
 * What a crash leaves behind: record what a program does to a directory, then look at every state
 * it could be left in.
 *
 * <p>Nouns: a {@link io.colama.testkit.crash.CrashFileSystem} passes everything to a real directory
 * and writes each {@link io.colama.testkit.crash.Operation} into a {@link
 * io.colama.testkit.crash.CrashLog}; {@link io.colama.testkit.crash.Faults} make it fail on the
 * way; {@link io.colama.testkit.crash.CrashReplay} makes the states that a crash may leave, each at
 * a {@link io.colama.testkit.crash.CrashPoint}. A <em>mark</em> is a note of the test in the log,
 * such as "revision 3 was acknowledged"; the crash point tells which marks came before the crash.
 *
 * <pre>{@code
 * CrashFileSystem disk = CrashFileSystem.over(directory);
 * Repository repository = Repository.create(disk.root().resolve("repo"));
 * disk.mark(repository.checkin(...).toString());
 * CrashReplay.of(disk.log()).forEachState(Seed.of(42), 300, (root, point) -> {
 *     for (String revision : point.marks()) {
 *         assertThat(Repository.open(root.resolve("repo")).verify(revision)).isClean();
 *     }
 * });
 * }</pre>
 *
 * <h2>The model</h2>
 *
 * A crash comes after any number of operations. What it may leave is what POSIX allows and Linux
 * file systems with a journal of metadata (ext4, XFS) can show, with the convenient extras of these
 * file systems left out.
 *
 * <ul>
 *   <li><b>Bytes</b> are durable for certain once a {@code force} of their file completed after
 *       they were written. Until then each write is, by itself, lost, applied, or torn at sectors
 *       of 512 bytes: the first sectors only, or any of them. The file has the length of what
 *       survived; it may also have grown to the end of a lost or torn write with zeros in place of
 *       the bytes. Truncation is kept or lost too; when it is lost, so is what was written beyond
 *       it.
 *   <li><b>Names</b> (create, link, rename, delete) are durable for certain once a {@code force} of
 *       the directory that holds the name completed afterwards. A directory's own name lives in its
 *       parent: forcing a new directory does not save it. A {@code force} of a file saves none of
 *       its names.
 *   <li><b>Order of names.</b> Before that, names survive in order, never with a gap: in some
 *       states as one journal for the whole tree (any prefix that holds all that is certain), in
 *       others as one for each directory, independent of the others. Within a directory a rename is
 *       atomic. Between two directories the old name may outlive the rename, as a second name; it
 *       never goes before the new one is there. A directory never has two names.
 *   <li><b>Names before bytes.</b> A name may survive when the bytes of its file do not: the file
 *       is then empty, short, torn, or zeros. The rule of ext4 that a rename over a file flushes
 *       the new one first is not relied on.
 *   <li><b>A force that fails</b> promises nothing, and for a file no later one makes up for it:
 *       what was unsynced then stays uncertain for good, as on Linux, which marks pages clean after
 *       a failed write-back.
 *   <li><b>What the replay begins with</b> is durable. Attributes (times, owners, permissions) are
 *       not modelled.
 * </ul>
 *
 * Each crash point gets states of five kinds: everything unsynced lost; everything applied (a
 * killed process); all names and no bytes; and two that draw lots for each write and, for names,
 * take one journal or one for each directory.
 *
 * <p>Sources: [POSIX.1-2024, fsync(), rename(), link()]; [Linux man-pages, fsync(2): "does not
 * necessarily ensure that the entry in the directory containing the file has also reached disk"];
 * [Linux kernel documentation, ext4, "Data Mode" and "auto_da_alloc"]; [Linux kernel documentation,
 * XFS Delayed Logging Design]; [Pillai et al., All File Systems Are Not Created Equal, OSDI 2014];
 * [Rebello et al., Can Applications Recover from fsync Failures?, ATC 2020].
 *
 * <h2>Limits</h2>
 *
 * Logs and files are kept in memory, so this is for trees of some tens of megabytes. What other
 * processes do to the directory is not recorded; a name that appears or goes without the recorder's
 * doing is reported when it is met. Reads are not checked against the model: a program sees its own
 * writes.
 */
@NullMarked
package io.colama.testkit.crash;

import org.jspecify.annotations.NullMarked;
