package io.colama.revision;

import io.colama.block.BlockSource;
import io.colama.store.ChangedFrom;
import io.colama.store.Hash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes a revision.
 *
 * @param machine the machine; made when there is none
 * @param disks in order
 * @param definition the definition file
 * @param expectedHead the head that the disks were made from: another one is a conflict; empty to
 *     follow whatever head there is when the check-in begins
 * @param parents the revisions that this one follows, where they are others than the head: states
 *     of a machine that come with their own history; the new revision becomes the head all the same
 * @param author who
 * @param time when
 * @param message why
 * @param tag a name for the revision
 * @param source what the disks were made from, for people
 * @param guard asked after everything is stored and before the revision becomes visible; what it
 *     throws ends the check-in
 */
public record CheckInRequest(
        String machine,
        List<SourceDisk> disks,
        Optional<DefinitionFile> definition,
        Optional<Hash> expectedHead,
        Optional<List<Hash>> parents,
        String author,
        Instant time,
        String message,
        Optional<String> tag,
        String source,
        Guard guard) {

    /** One that follows the head. */
    public CheckInRequest(
            String machine,
            List<SourceDisk> disks,
            Optional<DefinitionFile> definition,
            Optional<Hash> expectedHead,
            String author,
            Instant time,
            String message,
            Optional<String> tag,
            String source,
            Guard guard) {
        this(
                machine,
                disks,
                definition,
                expectedHead,
                Optional.empty(),
                author,
                time,
                message,
                tag,
                source,
                guard);
    }

    /** A last look before a revision becomes visible. */
    @FunctionalInterface
    public interface Guard {
        /** Nothing can have gone wrong. */
        Guard NONE = _ -> {};

        /**
         * Throws when the revision must not come to be, for example because its source changed
         * while being read.
         *
         * @param revision the id that it will have
         */
        void check(Hash revision) throws java.io.IOException;
    }

    /** Copies the list. */
    public CheckInRequest {
        disks = List.copyOf(disks);
        parents = parents.map(List::copyOf);
    }

    /**
     * A disk to store.
     *
     * @param name its name in the revision
     * @param content its bytes; not closed
     * @param changed the stored disk that it was made from and where it may differ, if that is
     *     known: then only this is read
     */
    public record SourceDisk(String name, BlockSource content, Optional<ChangedFrom> changed) {

        /** One that is read whole. */
        public SourceDisk(String name, BlockSource content) {
            this(name, content, Optional.empty());
        }
    }

    /**
     * A definition file.
     *
     * @param fileName its name
     * @param content its bytes
     */
    public record DefinitionFile(String fileName, byte[] content) {}
}
