package io.colama.guest.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.SampleBytes;
import io.colama.guest.array.Joined;
import io.colama.guest.array.JoinedVolume;
import io.colama.guest.array.Member;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups whose text is made by hand. */
class LvmGroupsTest {

    private static final String LOGICAL =
            LvmDisk.volume("linear", "striped", 3, "stripes = [\"pv0\", 2]")
                    + LvmDisk.volume("far", "striped", 2, "stripes = [\"pv1\", 7]")
                    + LvmDisk.volume(
                            "wide",
                            "striped",
                            4,
                            "stripe_count = 2\nstripe_size = 32\nstripes = [\n\"pv0\", 8,\n\"pv1\", 9\n]")
                    + LvmDisk.volume(
                            "twice", "raid1", 2, "raids = [\"m_0\", \"i_0\", \"m_1\", \"i_1\"]")
                    + LvmDisk.hidden("m_0", "striped", 1, "stripes = [\"pv1\", 20]")
                    + LvmDisk.hidden("i_0", "striped", 2, "stripes = [\"pv1\", 21]")
                    + LvmDisk.hidden("m_1", "striped", 1, "stripes = [\"pv0\", 20]")
                    + LvmDisk.hidden("i_1", "striped", 2, "stripes = [\"pv0\", 21]")
                    + LvmDisk.volume("old", "mirror", 2, "mirrors = [\"i_0\", 0, \"i_1\", 0]")
                    + LvmDisk.volume(
                            "fast", "raid0", 4, "stripe_size = 32\nraid0_lvs = [\"i_0\", \"i_1\"]")
                    + LvmDisk.volume("slim", "thin", 2, "thin_pool = \"pool\"")
                    + LvmDisk.volume("differs", "striped", 1, "stripes = [\"pv0\", 30]")
                    + LvmDisk.hidden("snapshot0", "snapshot", 3, "cow_store = \"differs\"")
                    + LvmDisk.volume("circle", "striped", 1, "stripes = [\"circle\", 0]")
                    + LvmDisk.volume("outside", "striped", 2, "stripes = [\"pv0\", 47]");

    private final RandomGenerator random = Seed.of(4_731).random();
    private byte[] first = new byte[0];
    private byte[] second = new byte[0];

    @BeforeEach
    void makeDisks() {
        String text = LvmDisk.text(7, 2, LOGICAL);
        first = LvmDisk.label(SampleBytes.of(random, LvmDisk.SIZE), 0, text);
        second = LvmDisk.label(SampleBytes.of(random, LvmDisk.SIZE), 1, text);
        // the second images are equal where a mirror is in order
        System.arraycopy(second, at(21), first, at(21), 2 * LvmDisk.EXTENT);
    }

    private static int at(int extent) {
        return LvmDisk.EXTENTS_AT + extent * LvmDisk.EXTENT;
    }

    private static byte[] extents(byte[] disk, int from, int count) {
        return Arrays.copyOfRange(disk, at(from), at(from + count));
    }

    private static Joined assemble(byte[]... disks) throws IOException {
        List<Member> members = new ArrayList<>();
        for (byte[] disk : disks) {
            String name = "disk" + members.size();
            members.add(new Member(name, List.of(name), BlockSources.of(disk)));
        }
        return LvmGroups.assemble(members);
    }

    private static JoinedVolume volume(Joined found, String name) {
        return found.volumes().stream()
                .filter(one -> one.name().equals("vg/" + name))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] bytes(JoinedVolume volume) throws IOException {
        BlockSource source = volume.source().orElseThrow(() -> new AssertionError(volume));
        ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
        source.read(0, bytes);
        return bytes.array();
    }

    @Test
    void readsLinearStripedAndMirroredVolumes() throws IOException {
        Joined found = assemble(second, first);
        assertThat(found.damaged()).isEmpty();
        assertThat(found.volumes())
                .extracting(JoinedVolume::name)
                .containsExactly(
                        "vg/linear",
                        "vg/far",
                        "vg/wide",
                        "vg/twice",
                        "vg/old",
                        "vg/fast",
                        "vg/slim",
                        "vg/differs",
                        "vg/circle",
                        "vg/outside");
        assertThat(bytes(volume(found, "linear"))).isEqualTo(extents(first, 2, 3));
        assertThat(bytes(volume(found, "far"))).isEqualTo(extents(second, 7, 2));
        assertThat(bytes(volume(found, "twice"))).isEqualTo(extents(second, 21, 2));
        assertThat(bytes(volume(found, "old"))).isEqualTo(extents(second, 21, 2));
        ByteBuffer wide = ByteBuffer.allocate(4 * LvmDisk.EXTENT);
        for (int at = 0; wide.hasRemaining(); at += 32 * 512) {
            wide.put(first, at(8) + at, 32 * 512).put(second, at(9) + at, 32 * 512);
        }
        assertThat(bytes(volume(found, "wide"))).isEqualTo(wide.array());
        ByteBuffer fast = ByteBuffer.allocate(4 * LvmDisk.EXTENT);
        for (int at = 0; fast.hasRemaining(); at += 32 * 512) {
            fast.put(second, at(21) + at, 32 * 512).put(first, at(21) + at, 32 * 512);
        }
        assertThat(bytes(volume(found, "fast"))).isEqualTo(fast.array());
        assertThat(volume(found, "wide").disks()).containsExactly("disk0", "disk1");
        assertThat(volume(found, "linear").disks()).containsExactly("disk1");
    }

    @Test
    void readsTheImageOfARaidThatIsInOrder() throws IOException {
        // the images of the second disk come first; its metadata is in extent 20, as the other's
        superblock(second, 0, 9, 0, -1);
        superblock(first, 1, 9, 0, -1);
        first[at(21)] ^= 1;
        assertThat(bytes(volume(assemble(first, second), "twice")))
                .isEqualTo(extents(second, 21, 2));
        superblock(first, 1, 10, 1, -1);
        assertThat(bytes(volume(assemble(first, second), "twice")))
                .isEqualTo(extents(first, 21, 2));
        superblock(second, 0, 10, 0, 4096);
        superblock(first, 1, 10, 0, -1);
        assertThat(bytes(volume(assemble(first, second), "twice")))
                .isEqualTo(extents(first, 21, 2));
        superblock(first, 1, 10, 0, 4096);
        assertThat(volume(assemble(first, second), "twice").reason()).contains("damaged:lvm2");
    }

    private static void superblock(
            byte[] disk, int position, long events, long failed, long filled) {
        ByteBuffer.wrap(disk, at(20), 48)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x6452_6d44)
                .putInt(0)
                .putInt(2)
                .putInt(position)
                .putLong(events)
                .putLong(failed)
                .putLong(filled);
    }

    @Test
    void saysWhyOthersAreNotRead() throws IOException {
        Joined found = assemble(first, second);
        assertThat(volume(found, "slim").reason()).contains("unsupported:lvm-thin");
        assertThat(volume(found, "differs").reason()).contains("unsupported:lvm-snapshot");
        assertThat(volume(found, "circle").reason()).contains("damaged:lvm2");
        assertThat(volume(found, "outside").reason()).contains("damaged:lvm2");
    }

    @Test
    void opensWhatDoesNotTouchAMissingVolume() throws IOException {
        Joined found = assemble(first);
        assertThat(bytes(volume(found, "linear"))).isEqualTo(extents(first, 2, 3));
        assertThat(bytes(volume(found, "twice"))).isEqualTo(extents(first, 21, 2));
        assertThat(bytes(volume(found, "old"))).isEqualTo(extents(first, 21, 2));
        assertThat(volume(found, "far").reason()).contains("needs-disk:0-of-1");
        assertThat(volume(found, "wide").reason()).contains("needs-disk:1-of-2");
    }

    @Test
    void believesTheNewestTextAndReadsOneThatPassesTheEndOfItsArea() throws IOException {
        String newer =
                LvmDisk.text(8, 2, LvmDisk.volume("new", "linear", 1, "stripes = [\"pv0\", 1]"));
        byte[] text = newer.getBytes(StandardCharsets.UTF_8);
        LvmDisk.label(second, 1, text, LvmDisk.EXTENTS_AT - 4096 - 100);
        Joined found = assemble(first, second);
        assertThat(found.volumes()).extracting(JoinedVolume::name).containsExactly("vg/new");
        assertThat(bytes(volume(found, "new"))).isEqualTo(extents(first, 1, 1));
    }
}
