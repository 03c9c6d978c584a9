package io.colama.store;

import java.util.List;

/**
 * What verification found.
 *
 * @param findings each damaged place, in the order they were found
 * @param lost ranges of disks that cannot be read
 * @param packs how many data packs were looked at
 * @param segments how many segments were decoded
 * @param bytes how many bytes were read from packs
 * @param nodes how many nodes were looked at
 */
public record VerifyReport(
        List<Finding> findings,
        List<LostRange> lost,
        long packs,
        long segments,
        long bytes,
        long nodes) {

    /** Copies the lists. */
    public VerifyReport {
        findings = List.copyOf(findings);
        lost = List.copyOf(lost);
    }

    /** Whether everything that was looked at can be read and nothing waits for a copy. */
    public boolean isSound() {
        return lost.isEmpty()
                && findings.stream().noneMatch(finding -> finding.state() == State.DAMAGED);
    }

    /** What damage means now. */
    public enum State {
        /** Something is lost until its blocks come again. */
        DAMAGED,
        /** It was written anew from what is known elsewhere. */
        REPAIRED,
        /**
         * Nothing refers to the damaged bytes any more, or whatever does finds its blocks
         * elsewhere.
         */
        SUPERSEDED
    }

    /**
     * A damaged place.
     *
     * @param file the file of the repository
     * @param detail what was found and what was expected, with the offset
     * @param state what it means
     */
    public record Finding(String file, String detail, State state) {}

    /**
     * Bytes of a disk that cannot be read.
     *
     * @param disk the disk
     * @param offset where they begin
     * @param length how many
     * @param file the pack or node that they were in
     */
    public record LostRange(Hash disk, long offset, long length, String file) {}
}
