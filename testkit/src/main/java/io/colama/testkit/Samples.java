package io.colama.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * The collection of sample images that other programs made. It is no part of the project: tests
 * look for it in the directory that the environment names as {@code COLAMA_SAMPLES}, else in {@code
 * ../shared/samples} beside the project.
 */
public final class Samples {

    /** Names the directory of the samples. */
    public static final String DIRECTORY = "COLAMA_SAMPLES";

    private Samples() {}

    /**
     * A sample by its name in the collection, such as {@code images/ext2.qcow2}. It must not be
     * changed.
     *
     * @throws TestAbortedException when it is absent: the test is skipped, visibly
     */
    public static Path find(String name) {
        return find(name, System.getenv(), System.getProperty("colama.project.root"));
    }

    static Path find(String name, Map<String, String> environment, @Nullable String projectRoot) {
        String given = environment.get(DIRECTORY);
        if (given == null && projectRoot == null) {
            throw new TestAbortedException(
                    "no sample "
                            + name
                            + ": neither "
                            + DIRECTORY
                            + " nor colama.project.root is set");
        }
        Path directory =
                given != null ? Path.of(given) : Path.of(projectRoot, "..", "shared", "samples");
        Path sample = directory.resolve(name).normalize();
        if (!Files.exists(sample)) {
            throw new TestAbortedException(
                    "no sample " + sample + "; " + DIRECTORY + " names their directory");
        }
        return sample;
    }
}
