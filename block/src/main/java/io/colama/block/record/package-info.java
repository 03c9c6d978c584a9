/**
 * On-disk records, declared as the specification's table.
 *
 * <p>A header of an image, partition table or file system is a {@code record} whose components
 * carry where they lie:
 *
 * <pre>{@code
 * @OnDisk(size = 16, source = "[Example] 2.1", order = Endian.BIG)
 * record ExampleHeader(
 *         @Magic(at = 0, value = "EXMP") String signature,
 *         @U32(at = 4) long version,
 *         @U64(at = 8) long sizeBytes) {
 *
 *     static final RecordLayout<ExampleHeader> LAYOUT =
 *             RecordLayout.of(MethodHandles.lookup(), ExampleHeader.class);
 * }
 * }</pre>
 *
 * <p>{@link io.colama.block.record.RecordLayout} checks when it is made that fields lie inside the
 * record and do not overlap, widens unsigned numbers, and prints the layout for a golden test. Gaps
 * are reserved bytes: read past, written as zero. Records are for headers; tables of entries are
 * read in bulk.
 */
@NullMarked
package io.colama.block.record;

import org.jspecify.annotations.NullMarked;
