package io.colama.testkit.crash;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a {@link CrashFileSystem} saw: the tree it began with, which counts as durable, and every
 * operation since.
 *
 * <p>A value; later operations do not show in it.
 */
public final class CrashLog {

    private final Tree baseNames;
    private final Map<Integer, SparseBytes> baseFiles;
    private final List<Operation> operations;

    CrashLog(Tree baseNames, Map<Integer, SparseBytes> baseFiles, List<Operation> operations) {
        this.baseNames = baseNames;
        this.baseFiles = baseFiles;
        this.operations = List.copyOf(operations);
    }

    /** The operations in their order. */
    public List<Operation> operations() {
        return operations;
    }

    /** The number of operations. */
    public int size() {
        return operations.size();
    }

    Tree baseNames() {
        return baseNames;
    }

    Map<Integer, SparseBytes> baseFiles() {
        return baseFiles;
    }

    /** One line per operation. */
    @Override
    public String toString() {
        return operations.stream().map(Operation::toString).collect(Collectors.joining("\n"));
    }
}
