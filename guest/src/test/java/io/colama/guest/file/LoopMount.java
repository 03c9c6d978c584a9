package io.colama.guest.file;

import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** An image that the kernel of this machine has mounted. Needs root; else the test is skipped. */
public final class LoopMount implements AutoCloseable {

    private final Path place;

    private LoopMount(Path place) {
        this.place = place;
    }

    /**
     * Mounts {@code image} on the empty directory {@code place}.
     *
     * @param options for {@code mount -o}
     * @throws TestAbortedException when it cannot be mounted here
     */
    public static LoopMount of(Path image, Path place, String options)
            throws IOException, InterruptedException {
        ForeignTool mount = ForeignTool.require("mount");
        String all = options.isEmpty() ? "loop" : "loop," + options;
        ForeignTool.Outcome outcome = mount.tryRun("-o", all, image, place);
        if (outcome.exitCode() != 0) {
            throw new TestAbortedException("cannot mount here: " + outcome);
        }
        return new LoopMount(place);
    }

    /** Where the files are. */
    public Path place() {
        return place;
    }

    @Override
    public void close() throws IOException {
        Unmount.at(place);
    }
}
