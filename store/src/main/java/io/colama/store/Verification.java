package io.colama.store;

import io.colama.store.VerifyReport.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One run of verification: the description, the index, the node packs, the data packs, the trees of
 * the disks, the logs. What can be written anew from what is known elsewhere is; damaged segments
 * go into quarantine.
 */
final class Verification {

    private static final String POSITION = "verify.position";
    private static final int PACKS_BETWEEN_POSITIONS = 16;

    private final Store store;
    private final Backend backend;
    private final VerifyRequest request;
    private final Progress progress;
    private final List<VerifyReport.Finding> findings = new ArrayList<>();
    private final List<VerifyReport.LostRange> lost = new ArrayList<>();
    private final PackVerifier packs;
    private boolean positionKept = true;
    private long packCount;

    Verification(Store store, Workers workers, VerifyRequest request, Progress progress) {
        this.store = store;
        this.backend = store.backend();
        this.request = request;
        this.progress = progress;
        RateLimit rate = new RateLimit(request.bytesPerSecond(), System::nanoTime);
        this.packs =
                new PackVerifier(
                        backend, store.catalog(), store.quarantine(), workers, rate, progress);
    }

    VerifyReport run() throws IOException {
        store.index().refresh();
        store.quarantine().refresh();
        description();
        index();
        Map<Hash, String> unsound = store.quarantine().damaged();
        if (request.scope() == VerifyRequest.Scope.ALL) {
            nodePacks();
        }
        TreeVerifier trees = trees(new ArrayList<>());
        if (request.scope() == VerifyRequest.Scope.DISKS) {
            for (Hash disk : request.disks()) {
                trees.disk(disk);
            }
            dataPacksOf(trees);
        } else {
            dataPacks();
        }
        quarantine(unsound);
        TreeVerifier afterwards = trees(lost);
        for (Hash disk : request.disks()) {
            afterwards.disk(disk);
        }
        logs();
        return new VerifyReport(
                settled(), lost, packCount, packs.segments(), packs.bytes(), afterwards.visited());
    }

    private TreeVerifier trees(List<VerifyReport.LostRange> into) {
        BlockFinder finder = new BlockFinder(store.index(), store.catalog(), store.quarantine());
        return new TreeVerifier(
                store.nodes(), store.catalog(), store.quarantine(), finder, progress, into);
    }

    private void description() throws IOException {
        for (String name : List.of(RepositoryFile.NAME, RepositoryFile.COPY)) {
            Optional<String> problem = store.description().check(backend, name);
            if (problem.isPresent()) {
                store.description().rewrite(backend);
                findings.add(new VerifyReport.Finding(name, problem.get(), State.REPAIRED));
            }
        }
    }

    private void index() throws IOException {
        List<VerifyReport.Finding> bad = new ArrayList<>();
        store.index()
                .damaged()
                .forEach((name, problem) ->
                        bad.add(
                                new VerifyReport.Finding(
                                        Formats.indexName(name), problem, State.REPAIRED)));
        for (IndexFile file : IndexSet.unsound(store.index().files())) {
            String name = Formats.indexName(file.name());
            bad.add(
                    new VerifyReport.Finding(
                            name, name + ": the checksum is wrong", State.REPAIRED));
        }
        IndexRecovery recovery =
                new IndexRecovery(backend, store.index(), store.catalog(), store.quarantine());
        if (!bad.isEmpty()) {
            recovery.run();
            findings.addAll(bad);
        } else if (request.scope() == VerifyRequest.Scope.ALL) {
            int packsCovered = recovery.cover();
            if (packsCovered > 0) {
                findings.add(
                        new VerifyReport.Finding(
                                Formats.INDEX,
                                packsCovered + " packs were in no index file: indexed",
                                State.REPAIRED));
            }
        }
    }

    /**
     * Files of the quarantine that could not be told; most are right again because their pack was
     * verified.
     */
    private void quarantine(Map<Hash, String> unsound) throws IOException {
        for (var entry : unsound.entrySet()) {
            if (store.quarantine().damaged().containsKey(entry.getKey())) {
                store.quarantine().add(entry.getKey(), new BitSet(), Set.of());
            }
            findings.add(
                    new VerifyReport.Finding(
                            entry.getValue(),
                            entry.getValue() + ": the file is damaged: written anew",
                            State.REPAIRED));
        }
    }

    private void nodePacks() throws IOException {
        NavigableSet<Hash> names = PackNames.nodePacks(backend);
        Set<Hash> indexed = new TreeSet<>();
        store.index().files().forEach(file -> indexed.addAll(file.nodePacks()));
        indexed.removeAll(names);
        indexed.forEach(gone -> missing(Formats.nodesName(gone)));
        for (Hash name : names) {
            progress.check();
            try {
                NodePack pack = NodePack.open(backend, name);
                pack.check();
                proveRecords(pack);
            } catch (StoreException e) {
                findings.add(
                        new VerifyReport.Finding(
                                Formats.nodesName(name), e.getMessage(), State.DAMAGED));
            } catch (NoSuchFileException e) {
                progress.check(); // removed since it was listed
            }
        }
    }

    /** Every record must have its checksum; records that are not leaves must have their key. */
    private static void proveRecords(NodePack pack) throws StoreException {
        VerityTree sha = new VerityTree();
        long at = pack.first();
        for (int i = 0; i < pack.records(); i++) {
            NodePack.Entry entry = pack.record(at);
            boolean proved =
                    switch (entry.node()) {
                        case Node.Blob blob ->
                                sha.hash(blob.bytes(), 0, blob.bytes().length).equals(entry.key());
                        case Node.Disk disk ->
                                sha.digest(disk.sizeBytes(), disk.root()).equals(entry.key());
                        case Node.Leaf _, Node.Inner _ -> true; // proved by walking the trees
                    };
            if (!proved) {
                throw new StoreException.Damaged(
                        "%s: record at 0x%x does not have its key"
                                .formatted(Formats.nodesName(pack.name()), at));
            }
            at = entry.next();
        }
    }

    private void missing(String file) {
        findings.add(new VerifyReport.Finding(file, file + ": the pack is gone", State.DAMAGED));
    }

    private void dataPacks() throws IOException {
        boolean all = request.scope() == VerifyRequest.Scope.ALL;
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(request.seed());
        NavigableSet<Hash> names = PackNames.dataPacks(backend);
        Set<Hash> indexed = new TreeSet<>();
        store.index().files().forEach(file -> indexed.addAll(file.dataPacks()));
        indexed.removeAll(names);
        if (all) {
            indexed.forEach(gone -> missing(Formats.packName(gone)));
        }
        if (request.resume() && all) {
            Optional<Hash> position = position();
            names = position.isPresent() ? names.tailSet(position.get(), true) : names;
        }
        for (Hash name : names) {
            progress.check();
            if (all && packCount % PACKS_BETWEEN_POSITIONS == 0) {
                remember(name);
            }
            verify(name, all, _ -> all || random.nextDouble() < request.fraction());
        }
        if (all && positionKept) {
            backend.delete(POSITION);
        }
    }

    private void dataPacksOf(TreeVerifier trees) throws IOException {
        for (var entry : trees.segments().entrySet()) {
            BitSet wanted = entry.getValue();
            verify(entry.getKey(), false, wanted::get);
        }
    }

    private void verify(Hash name, boolean whole, IntPredicate wanted) throws IOException {
        packCount++;
        PackVerifier.Outcome outcome = packs.verify(name, whole, wanted);
        for (String problem : outcome.problems()) {
            findings.add(
                    new VerifyReport.Finding(
                            Formats.packName(name),
                            problem,
                            outcome.repaired() ? State.REPAIRED : State.DAMAGED));
        }
    }

    private Optional<Hash> position() throws IOException {
        try {
            String text = new String(backend.readAll(POSITION, 256), StandardCharsets.US_ASCII);
            Optional<Hash> pack =
                    PackNames.parse(text.substring(0, Math.min(text.length(), 2 * Hash.BYTES)));
            return pack.filter(hash -> positionAt(hash).equals(text));
        } catch (NoSuchFileException | StoreException.Damaged e) {
            return Optional.empty(); // from the start, then
        }
    }

    private static String positionAt(Hash pack) {
        return "%s %08x".formatted(pack.hex(), Bytes.crc32c(pack.toBytes(), 0, Hash.BYTES));
    }

    private void remember(Hash pack) {
        try (Backend.Output output = backend.create()) {
            output.write(ByteBuffer.wrap(positionAt(pack).getBytes(StandardCharsets.US_ASCII)));
            output.publish(POSITION);
        } catch (IOException e) {
            positionKept = false; // a repository that cannot be written to is verified all the same
        }
    }

    private void logs() throws IOException {
        AppendLog logs = store.logs();
        for (String log : logs.names()) {
            long expected = 0;
            for (long number : logs.numbers(log)) {
                progress.check();
                if (number > expected) {
                    findings.add(
                            new VerifyReport.Finding(
                                    Formats.LOGS + "/" + log,
                                    "%s: the records from %d to %d are gone"
                                            .formatted(log, expected, number - 1),
                                    State.DAMAGED));
                }
                expected = number + 1;
                Optional<String> problem = logs.check(log, number);
                if (problem.isPresent()) {
                    findings.add(
                            new VerifyReport.Finding(
                                    AppendLog.file(log, number),
                                    problem.get(),
                                    healed(log, number) ? State.REPAIRED : State.DAMAGED));
                }
            }
        }
    }

    private boolean healed(String log, long number) throws IOException {
        try {
            store.logs().rewrite(log, number);
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    /**
     * The findings, those in packs demoted to superseded where every given disk can be read all the
     * same, because nothing refers to the damaged places any more or because what was there is
     * found elsewhere.
     */
    private List<VerifyReport.Finding> settled() throws IOException {
        boolean everyDisk = request.scope() == VerifyRequest.Scope.ALL;
        List<VerifyReport.Finding> settled = new ArrayList<>();
        for (VerifyReport.Finding finding : findings) {
            boolean superseded =
                    everyDisk
                            && finding.state() == State.DAMAGED
                            && lost.isEmpty()
                            && isElsewhere(finding.file());
            settled.add(
                    superseded
                            ? new VerifyReport.Finding(
                                    finding.file(), finding.detail(), State.SUPERSEDED)
                            : finding);
        }
        return settled;
    }

    private boolean isElsewhere(String file) throws IOException {
        int slash = file.lastIndexOf('/');
        if (file.endsWith(Formats.NODES_SUFFIX)) {
            return store.nodes()
                    .hasCopies(Hash.parse(file.substring(slash + 1, slash + 1 + 2 * Hash.BYTES)));
        }
        return file.endsWith(Formats.PACK_SUFFIX);
    }
}
