package io.colama.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/**
 * Decodes segments of one pack after the other and hashes their blocks. Threads: used by one, works
 * on the workers.
 */
final class PackVerifier {

    private final Backend backend;
    private final PackCatalog catalog;
    private final Quarantine quarantine;
    private final Workers workers;
    private final RateLimit rate;
    private final Progress progress;
    private final AtomicLong segments = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    PackVerifier(
            Backend backend,
            PackCatalog catalog,
            Quarantine quarantine,
            Workers workers,
            RateLimit rate,
            Progress progress) {
        this.backend = backend;
        this.catalog = catalog;
        this.quarantine = quarantine;
        this.workers = workers;
        this.rate = rate;
        this.progress = progress;
    }

    long segments() {
        return segments.get();
    }

    long bytes() {
        return bytes.get();
    }

    /**
     * Verifies a pack, and puts what is damaged into quarantine. Damage outside the blocks costs
     * nothing: the file is written anew.
     *
     * @param whole whether the header, the footer and the table are verified too
     * @param wanted which segments are decoded
     * @return what is wrong, and whether it still is
     */
    Outcome verify(Hash name, boolean whole, IntPredicate wanted) throws IOException {
        List<String> problems = new ArrayList<>();
        BitSet bad = new BitSet();
        Set<Hash> lost = new HashSet<>();
        boolean rewritten;
        try {
            catalog.forget(name); // so that the table is read from the file again
            rewritten =
                    catalog.use(
                            name,
                            open -> {
                                if (whole) {
                                    wholeFile(open, problems);
                                }
                                segments(open, wanted, problems, bad, lost);
                                // what stands around the segments is damaged, they are not
                                return !problems.isEmpty()
                                        && bad.isEmpty()
                                        && open.rewrite(backend);
                            });
        } catch (StoreException.Damaged e) {
            problems.add(e.getMessage());
            quarantine.add(name, new BitSet(), lost);
            return new Outcome(problems, false);
        }
        if (rewritten) {
            catalog.forget(name);
        }
        if (!bad.isEmpty()) {
            quarantine.add(name, bad, lost, whole);
        } else if (whole && (problems.isEmpty() || rewritten) && quarantine.concerns(name)) {
            quarantine.remove(name);
        }
        return new Outcome(problems, rewritten);
    }

    /**
     * What became of a pack.
     *
     * @param problems what is, or was, wrong
     * @param repaired whether it was written anew
     */
    record Outcome(List<String> problems, boolean repaired) {}

    private static void wholeFile(DataPack open, List<String> problems) throws IOException {
        try {
            open.checkHeader();
            for (int n = 0; n < open.toc().neighbourhoods(); n++) {
                open.checkHashes(n);
            }
        } catch (StoreException e) {
            problems.add(e.getMessage());
        }
        if (open.isRecovered()) {
            problems.add(
                    Formats.packName(open.name())
                            + ": the table of contents is damaged; it can be rebuilt from the segments");
        }
    }

    private void segments(
            DataPack open, IntPredicate wanted, List<String> problems, BitSet bad, Set<Hash> lost)
            throws IOException {
        List<Future<List<Problem>>> results = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int n = 0; n < open.toc().neighbourhoods(); n++) {
            progress.check();
            int first = n * Geometry.NEIGHBOURHOOD_SEGMENTS;
            int end = Math.min(first + Geometry.NEIGHBOURHOOD_SEGMENTS, open.toc().segments());
            byte[] hashes = open.hashes(n);
            int base = open.toc().neighbourhoodStart(n);
            for (int s = first; s < end; s++) {
                if (wanted.test(s)) {
                    int segment = s;
                    numbers.add(segment);
                    rate.spend(open.toc().length(segment));
                    int from = (open.toc().firstBlock(segment) - base) * Hash.BYTES;
                    results.add(
                            workers.submit(tools -> segment(tools, open, segment, hashes, from)));
                }
            }
            collect(results, numbers, problems, bad);
            results.clear();
            numbers.clear();
            for (int s = bad.nextSetBit(first); s >= 0 && s < end; s = bad.nextSetBit(s + 1)) {
                int from = open.toc().firstBlock(s) - base;
                lost.addAll(hashes(hashes, from, open.toc().blockCount(s)));
            }
        }
    }

    /**
     * Something wrong with a segment: with its blocks, or only with the copy of its table entry
     * before them.
     */
    private record Problem(String text, boolean inBlocks) {}

    private static void collect(
            List<Future<List<Problem>>> results,
            List<Integer> numbers,
            List<String> problems,
            BitSet bad)
            throws IOException {
        for (int i = 0; i < results.size(); i++) {
            for (Problem problem : Workers.await(results.get(i))) {
                problems.add(problem.text);
                if (problem.inBlocks) {
                    bad.set(numbers.get(i));
                }
            }
        }
    }

    private static Set<Hash> hashes(byte[] bytes, int from, int count) {
        Set<Hash> hashes = new HashSet<>();
        for (int i = from; i < from + count; i++) {
            hashes.add(Hash.at(bytes, i * Hash.BYTES));
        }
        return hashes;
    }

    private List<Problem> segment(
            Workers.Tools tools, DataPack open, int segment, byte[] hashes, int from)
            throws IOException {
        List<Problem> problems = new ArrayList<>();
        byte[] blocks = new byte[Geometry.SEGMENT_BYTES];
        try {
            open.checkSegmentHeader(segment);
        } catch (StoreException e) {
            problems.add(new Problem(e.getMessage(), false));
        }
        try {
            int length = open.decode(segment, tools.codec, tools.frame, blocks);
            byte[] hash = new byte[Hash.BYTES];
            for (int at = 0, want = from; at < length; at += Geometry.BLOCK, want += Hash.BYTES) {
                tools.sha.hashBlock(blocks, at, hash, 0);
                if (!Arrays.equals(hash, 0, Hash.BYTES, hashes, want, want + Hash.BYTES)) {
                    throw new StoreException.Damaged(
                            "%s: block %d has the hash %s, %s expected"
                                    .formatted(
                                            open.segmentName(segment),
                                            at / Geometry.BLOCK,
                                            Hash.at(hash, 0).abbreviated(),
                                            Hash.at(hashes, want).abbreviated()));
                }
            }
        } catch (StoreException e) {
            problems.add(new Problem(e.getMessage(), true));
        }
        segments.incrementAndGet();
        bytes.addAndGet(open.toc().length(segment));
        progress.advance(open.toc().length(segment));
        return problems;
    }
}
