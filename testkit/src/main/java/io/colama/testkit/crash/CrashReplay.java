package io.colama.testkit.crash;

import io.colama.testkit.Seed;
import io.colama.testkit.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Turns a {@link CrashLog} into the directories that a crash could have left behind.
 *
 * <p>A value; the same log and {@link Seed} give the same states in the same order.
 */
public final class CrashReplay {

    private static final List<Variant> VARIANTS = List.of(Variant.values());

    private final CrashLog log;

    private CrashReplay(CrashLog log) {
        this.log = log;
    }

    /** The replay of a log. */
    public static CrashReplay of(CrashLog log) {
        return new CrashReplay(log);
    }

    /** What must hold after every crash. */
    @FunctionalInterface
    public interface Check {

        /**
         * Looks at one state.
         *
         * @param root a directory of the default file system; the check may change it, it is
         *     deleted afterwards
         */
        void check(Path root, CrashPoint point) throws Exception;
    }

    /**
     * {@link #forEachState(Path, Seed, int, Check)} in a temporary directory, of memory where there
     * is one.
     */
    public int forEachState(Seed seed, int maxStates, Check check) throws IOException {
        Path base = TemporaryDirectory.inMemory("colama-crash");
        try {
            return forEachState(base, seed, maxStates, check);
        } finally {
            delete(base);
        }
    }

    /**
     * Shows at most {@code maxStates} states to {@code check}, one after the other, spread evenly
     * over the crash points from "before the first operation" to "after the last". A point at which
     * everything is durable has one state however many were planned for it, others get several:
     * with room for five and more, each of the five kinds that the package describes. States that
     * chance makes twice are not told apart.
     *
     * @param base an existing directory in which the states are made, each in a directory of its
     *     own
     * @return how many states were shown
     * @throws AssertionError when the check throws; the message names the point, the cause is what
     *     the check threw
     */
    public int forEachState(Path base, Seed seed, int maxStates, Check check) throws IOException {
        if (maxStates < 1) {
            throw new IllegalArgumentException("at least one state: " + maxStates);
        }
        DiskState disk = new DiskState(log);
        List<String> marks = new ArrayList<>();
        Map<Integer, Integer> plan = plan(maxStates);
        int shown = 0;
        for (int operations = 0; operations <= log.size(); operations++) {
            if (operations > 0) {
                Operation last = log.operations().get(operations - 1);
                disk.apply(operations - 1, last);
                if (last instanceof Operation.Mark(String text)) {
                    marks.add(text);
                }
            }
            int planned = plan.getOrDefault(operations, 0);
            int states = disk.pending() ? planned : Math.min(planned, 1);
            Seed here = seed.part(operations);
            int first = states < VARIANTS.size() ? here.random().nextInt(VARIANTS.size()) : 0;
            for (int i = 0; i < states; i++) {
                Variant variant = variant(first + i);
                CrashPoint point = CrashPoint.of(log, operations, variant, i, seed, marks);
                show(
                        disk,
                        base.resolve("state" + shown++),
                        variant,
                        here.part(i).random(),
                        point,
                        check);
            }
        }
        return shown;
    }

    /** Each variant in turn, then the two that draw lots. */
    private static Variant variant(int number) {
        if (number < 2 * VARIANTS.size() - 1) {
            return VARIANTS.get(number % VARIANTS.size());
        }
        return number % 2 == 0 ? Variant.ORDERED : Variant.INDEPENDENT;
    }

    /** How many states each crash point gets. */
    private Map<Integer, Integer> plan(int maxStates) {
        Map<Integer, Integer> plan = new HashMap<>();
        for (long i = 0; i < maxStates; i++) {
            boolean last = i == maxStates - 1;
            int point = last ? log.size() : (int) (i * (log.size() + 1L) / maxStates);
            plan.merge(point, 1, Integer::sum);
        }
        return plan;
    }

    // whatever the check throws becomes the cause of a failure that names the crash point
    @SuppressWarnings("CatchThrowable")
    private static void show(
            DiskState disk,
            Path root,
            Variant variant,
            RandomGenerator random,
            CrashPoint point,
            Check check)
            throws IOException {
        disk.writeTo(root, variant, random);
        try {
            check.check(root, point);
        } catch (Throwable failure) {
            throw new AssertionError(point + ": " + failure.getMessage(), failure);
        } finally {
            delete(root);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        } catch (UncheckedIOException e) {
            throw new IOException("cannot clear " + directory, e);
        }
    }
}
