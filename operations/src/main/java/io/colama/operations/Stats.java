package io.colama.operations;

import io.colama.revision.Machine;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.revision.RevisionWalk;
import io.colama.store.Hash;
import io.colama.store.StoreStats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Counts what a repository holds and what it saves. */
public final class Stats {

    private final Environment environment;

    /** Counts the repository of the environment. */
    public Stats(Environment environment) {
        this.environment = environment;
    }

    /** Totals: of a repository, or of what somebody sees of it. */
    public sealed interface Counts {
        /** Where it is. */
        String repository();

        /** How many machines. */
        long machines();

        /** How many revisions that a head or tag leads to. */
        long revisions();

        /** The virtual size of all disks of all these revisions. */
        long bytesLogical();

        /** Bytes of all different blocks, uncompressed. */
        long bytesUnique();
    }

    /** The totals of the machines that somebody sees. */
    public record Seen(
            String repository, long machines, long revisions, long bytesLogical, long bytesUnique)
            implements Counts {}

    /**
     * The totals.
     *
     * @param repository where it is
     * @param id its identity
     * @param machines how many machines
     * @param revisions how many revisions that a head or tag leads to
     * @param bytesLogical the virtual size of all disks of all these revisions
     * @param bytesUnique bytes of all different blocks, uncompressed
     * @param bytesStored bytes of all packs
     * @param bytesIndex bytes of all index files
     * @param packs how many data packs and node packs
     */
    public record Result(
            String repository,
            String id,
            long machines,
            long revisions,
            long bytesLogical,
            long bytesUnique,
            long bytesStored,
            long bytesIndex,
            long packs)
            implements Counts {}

    /** Counts. */
    public Result run() throws IOException {
        try (Repository repository = environment.open()) {
            List<Hash> heads = new ArrayList<>();
            List<String> names = repository.machineNames();
            for (String name : names) {
                Machine machine = repository.machine(name);
                heads.add(machine.head());
                heads.addAll(machine.tags().values());
            }
            RevisionWalk walk = repository.walk(heads);
            long revisions = 0;
            long logical = 0;
            for (var step = walk.next(); step.isPresent(); step = walk.next()) {
                Revision revision = step.get().revision();
                revisions++;
                logical += revision.sizeBytes();
            }
            StoreStats store = repository.store().stats();
            return new Result(
                    environment.repository().toString(),
                    repository.store().description().id().toString(),
                    names.size(),
                    revisions,
                    logical,
                    store.uniqueBytes(),
                    store.packBytes(),
                    store.indexBytes(),
                    store.dataPacks() + store.nodePacks());
        }
    }
}
