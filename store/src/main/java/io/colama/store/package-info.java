/**
 * How disks are kept: every block once, compressed with its neighbours, found again through a small
 * index.
 *
 * <p>Nouns. A <em>block</em> is 4,096 aligned bytes of a disk; its hash decides whether it is
 * known. A <em>segment</em> is up to 64 blocks that were new together, one zstd frame. A
 * <em>pack</em> is a file of segments with its own table of contents ({@link DataPackWriter}). A
 * <em>neighbourhood</em> is 64 segments of a pack, whose block hashes are read together. A
 * <em>node</em> describes a part of a disk ({@link Node}); leaves of 128 blocks say where blocks
 * lie, inner nodes hold the keys of 128 children, and all keys are the hashes of the disk's
 * fs-verity tree, so equal parts of disks are one node. A <em>log</em> is a row of small records
 * ({@link AppendLog}). What machines and revisions are is decided above the store.
 *
 * <p>The way in ({@link StoreWriter}): {@link SliceReader} reads in order and has slices hashed;
 * {@link Deduplicator} looks for whole leaves, then for blocks; {@link PackPublisher} has new
 * segments compressed and written; {@link PendingLayout} publishes nodes, then the index. Of a disk
 * that is known to be another one with changes, {@link ChangedWalk} has only these read. The way
 * out: {@link TreeReader} finds leaves, {@link SegmentReader} decodes into a {@link SegmentCache},
 * {@link DiskCopier} does so ahead and in parallel, {@link StoredDiskSource} anywhere. For guests
 * that run from stored disks, {@link LiveReading} has a cache and threads of its own, and each
 * {@link LiveDisk} decodes ahead of reads that go on ({@link ReadAhead}).
 *
 * <p>Invariants, at any time and after any crash: what a node refers to is durable before the node
 * has a name; what a log refers to is durable before the record has a name; a file never changes
 * under its name; what was encoded was decoded and compared before it was published; nothing that
 * is read is believed before its checksum, bounds and, for nodes, its key were looked at.
 *
 * <p>What may run beside what:
 *
 * <table>
 * <caption>Operations of several threads and processes</caption>
 * <tr><th></th><th>reader</th><th>writer</th><th>index merge</th><th>verification</th></tr>
 * <tr><td>reader</td><td>no locks</td><td>sees whole files or none</td>
 *     <td>keeps its mappings</td><td>prefers copies out of quarantine</td></tr>
 * <tr><td>writer</td><td></td><td>own temporary folder; one wins each log number</td>
 *     <td>one merges, by a kernel lock</td><td>stores anew what is in quarantine</td></tr>
 * </table>
 *
 * <p>Limits: a disk has at most 2^56 bytes, a blob 16 MiB, a log record 4 MiB. Memory of a writer:
 * slices of 1 MiB and segments of 256 KiB for each worker, 16 MiB of neighbourhoods, at most some
 * ten megabytes of unpublished layout; it does not grow with the repository. Formats: docs/formats.
 */
@NullMarked
package io.colama.store;

import org.jspecify.annotations.NullMarked;
