package io.colama.guest.file;

import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/**
 * A volume in a file, mounted by somebody else's driver while a test fills it. Needs root; without
 * it the test is skipped, visibly.
 */
public final class FuseMount implements AutoCloseable {

    private final Path place;

    private FuseMount(Path place) {
        this.place = place;
    }

    /**
     * Mounts {@code image}.
     *
     * @param place an empty directory
     * @param type what {@code mount} calls the driver
     * @param options as {@code mount} takes them
     */
    public static FuseMount of(Path image, Path place, String type, String options)
            throws IOException, InterruptedException {
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (!user.equals(0)) {
            throw new TestAbortedException("to mount a volume the test must run as root");
        }
        if (!Files.exists(Path.of("/dev/fuse"))) {
            throw new TestAbortedException("no /dev/fuse to mount a volume with");
        }
        Files.createDirectories(place);
        ForeignTool.require("mount").run("-t", type, "-o", "loop," + options, image, place);
        return new FuseMount(place);
    }

    /** Where the files are. */
    public Path root() {
        return place;
    }

    @Override
    public void close() throws IOException {
        Unmount.at(place);
    }
}
