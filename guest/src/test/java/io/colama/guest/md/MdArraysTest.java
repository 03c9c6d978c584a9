package io.colama.guest.md;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.SampleBytes;
import io.colama.guest.array.Joined;
import io.colama.guest.array.JoinedVolume;
import io.colama.guest.array.Member;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Samples;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.XZInputStream;

/** Arrays whose superblocks are made by hand. */
class MdArraysTest {

    private static final int SIZE = 4 << 20;
    private static final int CHUNK = 64 << 10;

    private final RandomGenerator random = Seed.of(4_741).random();

    @TempDir private Path directory;

    private byte[] disk(int size) {
        return SampleBytes.of(random, size);
    }

    private static Joined assemble(byte[]... disks) throws IOException {
        List<Member> members = new ArrayList<>();
        for (byte[] disk : disks) {
            String name = "disk" + members.size();
            members.add(new Member(name, List.of(name), BlockSources.of(disk)));
        }
        return MdArrays.assemble(members);
    }

    private static JoinedVolume array(byte[]... disks) throws IOException {
        Joined found = assemble(disks);
        assertThat(found.damaged()).isEmpty();
        assertThat(found.volumes()).hasSize(1);
        return found.volumes().getFirst();
    }

    private static byte[] bytes(JoinedVolume volume) throws IOException {
        BlockSource source = volume.source().orElseThrow(() -> new AssertionError(volume));
        ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
        source.read(0, bytes);
        return bytes.array();
    }

    private static byte[] data(MdDisk kind, byte[] disk) {
        return Arrays.copyOfRange(disk, kind.dataAt(), kind.dataAt() + kind.room(disk.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.90", "1.0", "1.1", "1.2"})
    void readsTheMemberOfAMirrorThatWasWrittenLast(String version) throws IOException {
        MdDisk mirror = new MdDisk(version, 1, 2, 0);
        byte[] old = mirror.seal(disk(SIZE), 0, 17);
        byte[] fresh = mirror.seal(disk(SIZE), 1, 19);
        assertThat(bytes(array(old, fresh))).isEqualTo(data(mirror, fresh));
        assertThat(bytes(array(fresh, old))).isEqualTo(data(mirror, fresh));
        assertThat(bytes(array(old))).isEqualTo(data(mirror, old));
        assertThat(array(old, fresh).disks()).containsExactly("disk0", "disk1");
        assertThat(array(old).name()).isEqualTo(version.equals("0.90") ? "3" : "0");
    }

    @Test
    void doesNotReadMembersThatTheNewestSaysHaveNoPlace() throws IOException {
        MdDisk mirror = new MdDisk("1.2", 1, 2, 0);
        byte[] failed = mirror.seal(disk(SIZE), 0, 20);
        int used = mirror.room(SIZE) - CHUNK;
        byte[] there = mirror.seal(disk(SIZE), 1, 20, new int[] {0xfffe, 1}, used);
        byte[] spare = mirror.seal(disk(SIZE), 0, 21, new int[] {0xffff, 1}, used);
        assertThat(bytes(array(spare, there))).isEqualTo(Arrays.copyOf(data(mirror, there), used));
        assertThat(array(spare).reason()).contains("needs-disk:0-of-2");
        assertThat(bytes(array(there, failed))).hasSize(used);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.90", "1.0", "1.2"})
    void readsMembersThatTakeTurns(String version) throws IOException {
        MdDisk stripes = new MdDisk(version, 0, 3, CHUNK);
        byte[][] disks = new byte[3][];
        for (int i = 0; i < 3; i++) {
            disks[i] = stripes.seal(disk(SIZE), i, 0);
        }
        int room = stripes.room(SIZE) / CHUNK * CHUNK;
        ByteBuffer expected = ByteBuffer.allocate(3 * room);
        for (int at = 0; at < room; at += CHUNK) {
            for (byte[] disk : disks) {
                expected.put(disk, stripes.dataAt() + at, CHUNK);
            }
        }
        assertThat(bytes(array(disks[2], disks[0], disks[1]))).isEqualTo(expected.array());
        JoinedVolume lacking = array(disks[0], disks[2]);
        assertThat(lacking.reason()).contains("needs-disk:2-of-3");
        assertThat(lacking.source()).isEmpty();
    }

    /** Sizes of five, seven and seven chunks: a zone of all, then one of two members. */
    @Test
    void readsZonesOfMembersThatDifferInSize() throws IOException {
        for (int layout : new int[] {1, 2}) {
            MdDisk stripes = new MdDisk("1.2", 0, 3, CHUNK).layout(layout, 0x1000);
            byte[][] disks = {disk(5), disk(7), disk(7)};
            for (int i = 0; i < 3; i++) {
                int chunks = disks[i].length;
                disks[i] = stripes.seal(disk(MdDisk.DATA_AT + chunks * CHUNK + 512), i, 0);
            }
            ByteBuffer expected = ByteBuffer.allocate(19 * CHUNK);
            for (int chunk = 0; chunk < 15; chunk++) {
                expected.put(disks[chunk % 3], MdDisk.DATA_AT + chunk / 3 * CHUNK, CHUNK);
            }
            // fifteen chunks before: it is the second one's turn when they count
            for (int chunk = 15; chunk < 19; chunk++) {
                int member = 1 + (layout == 1 ? chunk : chunk - 15) % 2;
                expected.put(disks[member], MdDisk.DATA_AT + (5 + (chunk - 15) / 2) * CHUNK, CHUNK);
            }
            assertThat(bytes(array(disks[0], disks[1], disks[2]))).isEqualTo(expected.array());
            stripes.layout(0, 0);
            for (int i = 0; i < 3; i++) {
                stripes.seal(disks[i], i, 0);
            }
            assertThat(array(disks[0], disks[1], disks[2]).reason())
                    .contains("unsupported:md-raid0-zones");
        }
    }

    @Test
    void readsMembersOneBehindTheOther() throws IOException {
        MdDisk linear = new MdDisk("1.1", -1, 2, 0);
        byte[] first = linear.seal(disk(SIZE), 0, 0);
        byte[] second = linear.seal(disk(SIZE + 8192), 1, 0);
        ByteBuffer expected = ByteBuffer.allocate(2 * SIZE + 8192 - 2 * MdDisk.DATA_AT);
        expected.put(data(linear, first)).put(data(linear, second));
        assertThat(bytes(array(second, first))).isEqualTo(expected.array());
    }

    @Test
    void namesWhatItDoesNotRead() throws IOException {
        for (int level : new int[] {4, 5, 6, 10}) {
            byte[] disk = new MdDisk("1.2", level, 4, CHUNK).seal(disk(SIZE), 0, 1);
            assertThat(array(disk).reason()).contains("unsupported:md-raid" + level);
        }
        byte[] moving = new MdDisk("1.2", 0, 1, CHUNK).layout(2, 0x1004).seal(disk(SIZE), 0, 1);
        assertThat(array(moving).reason()).contains("unsupported:md-reshape");
    }

    @Test
    void refusesWrongChecksumsAndSizes() throws IOException {
        MdDisk mirror = new MdDisk("1.2", 1, 2, 0);
        byte[] broken = mirror.seal(disk(SIZE), 0, 1);
        broken[4096 + 100] ^= 1;
        assertThat(assemble(broken).damaged()).containsOnlyKeys("disk0");
        byte[] wide = mirror.seal(disk(SIZE), 0, 1, new int[] {0, 1}, SIZE);
        assertThat(array(wide).reason()).contains("damaged:md");
        byte[] cut = Arrays.copyOf(mirror.seal(disk(SIZE), 0, 1), SIZE - 4096);
        assertThat(assemble(cut).damaged()).containsOnlyKeys("disk0");
    }

    @Test
    void believesTheSuperblockThatWasMadeLastAndKeepsArraysOfOneNameApart() throws IOException {
        byte[] disk = new MdDisk("1.0", 1, 2, 0).made(1_000, 1).seal(disk(SIZE), 0, 9);
        new MdDisk("1.2", 1, 2, 0).made(2_000, 2).seal(disk, 0, 3);
        byte[] other = new MdDisk("1.2", 1, 2, 0).made(2_000, 3).seal(disk(SIZE), 0, 3);
        assertThat(assemble(disk, other).volumes())
                .extracting(JoinedVolume::name)
                .containsExactly("0", "00000000-0000-0003-0000-000000000005");
    }

    @Test
    void readsOldSuperblocksOfBigEndianMachines() throws IOException {
        MdDisk mirror = new MdDisk("0.90", 1, 2, 0);
        byte[] disk = mirror.seal(disk(SIZE), 1, 5);
        ByteBuffer little = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer big = ByteBuffer.wrap(disk);
        int at = mirror.room(SIZE);
        for (int i = 0; i < 4096; i += 4) {
            big.putInt(at + i, little.getInt(at + i));
        }
        big.putLong(at + 156, 5);
        assertThat(bytes(array(disk))).isEqualTo(data(mirror, disk));
    }

    /** Members that mdadm made, of an old mirror and of a raid0 of one disk. */
    @Test
    void readsArraysThatMdadmMade() throws IOException {
        byte[] old = sample("mdraid");
        assertThat(bytes(array(old))).isEqualTo(Arrays.copyOf(old, 10_176 << 10));
        byte[] one = sample("mdraid-1");
        assertThat(bytes(array(one))).isEqualTo(Arrays.copyOfRange(one, 2 << 20, one.length));
    }

    private static byte[] sample(String name) throws IOException {
        Path packed = Samples.find("blkid/fs/%s.img.xz".formatted(name));
        try (InputStream in = new XZInputStream(Files.newInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.90", "1.0", "1.1", "1.2"})
    void mdadmFindsTheSameInWhatTestsMake(String version) throws IOException, InterruptedException {
        ForeignTool mdadm = ForeignTool.require("mdadm");
        for (int level : new int[] {0, 1}) {
            byte[] disk = new MdDisk(version, level, 2, CHUNK).seal(disk(SIZE), 1, 12);
            Path file = Files.write(directory.resolve("member"), disk);
            String told = mdadm.run("--examine", file);
            assertThat(told).contains("Version : " + version);
            assertThat(told).contains("Raid Level : raid" + level).contains("Raid Devices : 2");
            assertThat(told).containsPattern("Checksum : [0-9a-f]+ - correct");
            assertThat(told).containsPattern("Events : (0\\.)?12");
            assertThat(told).containsPattern("Active device 1|this +1 .* active sync");
            assertThat(told).containsPattern(level == 0 ? "Chunk Size : 64K" : "Raid Level");
        }
    }
}
