package io.colama.operations;

import io.colama.revision.LoggedEvent;
import io.colama.revision.Machine;
import io.colama.revision.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The revisions of a machine under versions, for programs that choose by these.
 *
 * <p>A tag that looks like a version is one: {@code 1.2}, {@code v1.2.0}. Besides, each revision
 * that became the head is {@code 0.0.N}, where N counts the records of the machine's log: it stays
 * the same for ever, grows, and has gaps. So what has a version by a tag is chosen before what has
 * none.
 */
public final class MachineVersions {

    /** How many revisions have a version without a tag: the youngest. */
    private static final int MOST_NUMBERED = 1000;

    private static final Pattern VERSION = Pattern.compile("v?(\\d{1,9}(\\.\\d{1,9}){1,3})");

    private final Environment environment;

    /** Reads the repository of the environment. */
    public MachineVersions(Environment environment) {
        this.environment = environment;
    }

    /**
     * A version.
     *
     * @param version numbers with dots between them
     * @param revision what it stands for
     */
    public record Version(String version, String revision) {}

    /**
     * The versions of a machine: those of tags in the order of the tags, then the youngest first.
     */
    public List<Version> run(String name) throws IOException {
        try (Repository repository = environment.open()) {
            Machine machine = repository.machine(name);
            Map<String, String> all = new LinkedHashMap<>();
            machine.tags()
                    .forEach((tag, revision) -> {
                        var parts = VERSION.matcher(tag);
                        if (parts.matches()) {
                            all.putIfAbsent(parts.group(1), revision.hex());
                        }
                    });
            long first = Math.max(0, machine.lastRecord() + 1 - MOST_NUMBERED);
            for (LoggedEvent head : repository.heads(name, first).reversed()) {
                all.putIfAbsent("0.0." + (head.record() + 1), head.revision().hex());
            }
            List<Version> versions = new ArrayList<>();
            all.forEach((version, revision) -> versions.add(new Version(version, revision)));
            return List.copyOf(versions);
        }
    }
}
