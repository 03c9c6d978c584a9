package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSources;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What is counted of groups of disks is what a comparison of all their blocks counts. */
class SharingTest {

    private static final Seed SEED = Seed.of(911);
    private static final int BLOCK = 4096;

    @RepeatedTest(20)
    void countsWhatIsInNoOtherGroup(RepetitionInfo repetition) throws IOException {
        RandomGenerator random = SEED.part(repetition.getCurrentRepetition()).random();
        List<byte[]> contents = new ArrayList<>();
        contents.add(content(random));
        for (int i = 1; i < 6; i++) {
            contents.add(changed(contents.get(random.nextInt(i)), random));
        }
        try (Store store = Store.create(new MemoryBackend(), new UUID(1, 2), Instant.EPOCH)) {
            List<Hash> disks = new ArrayList<>();
            for (byte[] content : contents) {
                try (StoreWriter writer = store.writer()) {
                    disks.add(writer.addDisk(BlockSources.of(content), Progress.NONE).disk().id());
                    writer.publish();
                }
            }
            Sharing sharing = store.sharing();
            Map<String, Set<Integer>> groupsOf = new HashMap<>();
            for (int group = 0; group < 3; group++) {
                List<Integer> members = List.of(group, random.nextInt(6), 3 + group);
                assertThat(sharing.add(members.stream().map(disks::get).toList(), Progress.NONE))
                        .isEqualTo(group);
                for (int member : members) {
                    for (String block : places(store.tree(disks.get(member)))) {
                        groupsOf.computeIfAbsent(block, _ -> new HashSet<>()).add(group);
                    }
                }
            }
            assertThat(sharing.differentBytes())
                    .as("%s", SEED)
                    .isEqualTo((long) groupsOf.size() * BLOCK)
                    .isEqualTo(store.stats().uniqueBytes());
            for (int group = 0; group < 3; group++) {
                Set<Integer> only = Set.of(group);
                long alone = groupsOf.values().stream().filter(only::equals).count();
                assertThat(sharing.aloneBytes(group)).as("%s", SEED).isEqualTo(alone * BLOCK);
            }
        }
    }

    /** Where the blocks of a disk are kept, leaf by leaf. */
    private static List<String> places(TreeReader tree) throws IOException {
        List<String> places = new ArrayList<>();
        for (long leaf = 0; leaf < tree.leaves(); leaf++) {
            TreeReader.Found found = tree.find(leaf);
            if (found.leaf() != null) {
                for (Extent extent : found.leaf().extents()) {
                    for (int i = 0; i < extent.blocks() && extent.pack() != null; i++) {
                        places.add(extent.pack() + " " + (extent.firstBlock() + i));
                    }
                }
            }
        }
        return places;
    }

    private static byte[] content(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(6_000_000)];
        for (int at = 0; at < bytes.length; at += BLOCK) {
            if (random.nextInt(4) > 0) {
                byte[] block = new byte[Math.min(BLOCK, bytes.length - at)];
                random.nextBytes(block);
                System.arraycopy(block, 0, bytes, at, block.length);
            }
        }
        return bytes;
    }

    private static byte[] changed(byte[] before, RandomGenerator random) {
        byte[] after = Arrays.copyOf(before, before.length + random.nextInt(700_000));
        for (int i = random.nextInt(40); i > 0 && after.length > 0; i--) {
            after[random.nextInt(after.length)]++;
        }
        return after;
    }

    @Test
    void countsNothingWithoutDisks() throws IOException {
        try (Store store = Store.create(new MemoryBackend(), new UUID(1, 2), Instant.EPOCH)) {
            Sharing sharing = store.sharing();
            int group = sharing.add(List.of(), Progress.NONE);
            assertThat(sharing.aloneBytes(group)).isZero();
            assertThat(sharing.differentBytes()).isZero();
            assertThatThrownBy(() -> sharing.add(List.of(Hash.NONE), Progress.NONE))
                    .isInstanceOf(StoreException.Absent.class);
        }
    }
}
