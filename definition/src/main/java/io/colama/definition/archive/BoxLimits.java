package io.colama.definition.archive;

/**
 * How much a box may be when it is unpacked.
 *
 * @param members how many files and directories
 * @param totalBytes how many bytes in all
 * @param ratio how many times as large as the box; counted beyond the first 64 MiB
 */
public record BoxLimits(long members, long totalBytes, long ratio) {

    /** The same, and at most so many bytes in all. */
    public BoxLimits within(long bytes) {
        return new BoxLimits(members, Math.min(totalBytes, Math.max(0, bytes)), ratio);
    }

    /**
     * 10,000 members, 4 TiB, 1,100 times: deflate reaches 1,032 on zeros, of which disks are full.
     */
    public static BoxLimits defaults() {
        return new BoxLimits(10_000, 4L << 40, 1_100);
    }
}
