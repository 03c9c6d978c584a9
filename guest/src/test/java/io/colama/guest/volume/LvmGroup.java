package io.colama.guest.volume;

import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** Makes groups with lvm2 and without the device mapper. Needs loop devices; else it skips. */
public final class LvmGroup {

    private LvmGroup() {}

    /**
     * Makes a group of disks.
     *
     * @param volumes the options of {@code lvcreate} for each, with spaces between
     */
    public static void make(String name, List<Path> disks, String... volumes)
            throws IOException, InterruptedException {
        ForeignTool lvm = ForeignTool.require("lvm");
        ForeignTool losetup = ForeignTool.require("losetup");
        List<String> loops = new ArrayList<>();
        try {
            for (Path disk : disks) {
                ForeignTool.Outcome outcome = losetup.tryRun("-f", "--show", disk);
                if (outcome.exitCode() != 0) {
                    throw new TestAbortedException("no loop devices here: " + outcome);
                }
                loops.add(outcome.output().strip());
            }
            List<Object> group = new ArrayList<>(List.of("vgcreate", "--devicesfile", "", name));
            group.addAll(loops);
            lvm.run(group.toArray());
            for (String volume : volumes) {
                List<Object> command = new ArrayList<>(List.of("lvcreate", "--devicesfile", ""));
                command.addAll(List.of("--driverloaded", "n", "-an", "-Wn", "-Zn"));
                command.addAll(Arrays.asList(volume.split(" ", -1)));
                command.add(name);
                lvm.run(command.toArray());
            }
        } finally {
            for (String loop : loops) {
                losetup.run("-d", loop);
            }
        }
    }
}
