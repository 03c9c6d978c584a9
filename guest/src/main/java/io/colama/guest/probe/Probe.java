package io.colama.guest.probe;

import io.colama.block.BlockSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out what a volume is. */
public final class Probe {

    /** In the order in which they are believed. */
    private static final List<Rule> RULES =
            Stream.of(
                            RaidRules.all(),
                            ContainerRules.all(),
                            FileSystemRules.all(),
                            OtherFileSystemRules.all())
                    .flatMap(List::stream)
                    .toList();

    private Probe() {}

    /** Recognises one kind of volume, or a few that belong together. */
    @FunctionalInterface
    interface Rule {
        /** What the volume is by this rule. */
        Optional<Recognition> look(Glance glance) throws IOException;
    }

    /**
     * What {@code volume} may be, the likeliest first; empty when nothing is known.
     *
     * @throws IOException only when the volume cannot be read
     */
    public static List<Recognition> identify(BlockSource volume) throws IOException {
        Glance glance = new Glance(volume);
        List<Recognition> found = new ArrayList<>();
        for (Rule rule : RULES) {
            Optional<Recognition> recognised = rule.look(glance);
            if (recognised.isPresent()
                    && found.stream()
                            .noneMatch(one -> one.kind().equals(recognised.get().kind()))) {
                found.add(recognised.get());
            }
        }
        return List.copyOf(found);
    }
}
