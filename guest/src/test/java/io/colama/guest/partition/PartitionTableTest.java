package io.colama.guest.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Mutants;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that sfdisk wrote are read as sfdisk reads them. */
class PartitionTableTest {

    private static final Seed SEED = Seed.of(16_180);
    private static final int MUTANTS = 3_000;

    @TempDir private Path directory;

    private Path disk(String script) throws IOException, InterruptedException {
        Path disk = directory.resolve("disk");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(64 << 20);
        }
        Path input = Files.writeString(directory.resolve("script"), script);
        ForeignTool.require("sh").run("-c", "sfdisk -q '%s' < '%s'".formatted(disk, input));
        return disk;
    }

    /** Start, size, type and UUID of each partition, as sfdisk prints them. */
    private static List<String> expected(Path disk) throws IOException, InterruptedException {
        return ForeignTool.require("sfdisk")
                .run("--dump", disk)
                .lines()
                .filter(line -> line.startsWith(disk.toString()))
                .map(line ->
                        line.substring(disk.toString().length())
                                .replace(" ", "")
                                .replace(",bootable", ""))
                .filter(line -> !line.contains("type=5") && !line.contains("type=f"))
                .map(line -> line.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<String> found(PartitionTable table) {
        return table.partitions().stream()
                .map(p -> {
                    String text =
                            "%d:start=%d,size=%d,type=%s"
                                    .formatted(
                                            p.number(),
                                            p.offset() / 512,
                                            p.sizeBytes() / 512,
                                            table.kind() == PartitionTable.Kind.DOS
                                                    ? p.type().replaceFirst("^0", "")
                                                    : p.type());
                    if (table.kind() == PartitionTable.Kind.GPT) {
                        text += ",uuid=" + p.uuid().orElseThrow();
                        text +=
                                p.name()
                                        .map(name ->
                                                ",name=\"%s\"".formatted(name.replace(" ", "")))
                                        .orElse("");
                    }
                    return text;
                })
                .toList();
    }

    private static PartitionTable read(Path disk) throws IOException {
        try (BlockSource source = BlockSources.file(disk)) {
            return PartitionTable.read(source).orElseThrow();
        }
    }

    @Test
    void readsGuidTables() throws IOException, InterruptedException {
        Path disk =
                disk(
                        """
                        label: gpt
                        size=4MiB, type=uefi, name=boot
                        start=20480, size=8MiB, type=linux
                        4: start=61440, size=1MiB, type=lvm, name="a volume"
                        """);
        PartitionTable table = read(disk);
        assertThat(table.kind()).isEqualTo(PartitionTable.Kind.GPT);
        assertThat(table.notes()).isEmpty();
        assertThat(found(table)).isEqualTo(expected(disk)).hasSize(3);
    }

    @Test
    void readsTheBackupOfAGuidTable() throws IOException, InterruptedException {
        Path disk = disk("label: gpt\nsize=4MiB, type=uefi, name=boot\n");
        List<String> sound = expected(disk);
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.seek(512 + 60);
            file.write(0x5a);
        }
        assertThat(found(read(disk))).isEqualTo(sound);
        assertThat(read(disk).notes()).singleElement().asString().contains("backup");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(96 << 20); // as an image that grew later
        }
        assertThat(found(read(disk))).isEqualTo(sound);
    }

    @Test
    void readsDosTablesWithLogicalPartitions() throws IOException, InterruptedException {
        Path disk =
                disk(
                        """
                        label: dos
                        label-id: 0x12345678
                        size=4MiB, type=c, bootable
                        size=40MiB, type=f
                        size=4MiB, type=83
                        size=2MiB, type=82
                        size=2MiB, type=8e
                        size=4MiB, type=7
                        """);
        PartitionTable table = read(disk);
        assertThat(table.kind()).isEqualTo(PartitionTable.Kind.DOS);
        assertThat(table.id()).contains("12345678");
        assertThat(found(table)).isEqualTo(expected(disk)).hasSize(5);
        assertThat(table.partitions()).extracting(Partition::number).contains(5, 6);
        assertThat(table.partitions().getFirst().uuid()).contains("12345678-01");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void dosTablesCountInTheSectorsInWhichTheirVolumesLie(int sector)
            throws IOException, InterruptedException {
        Path disk = disk("label: dos\nstart=2048, size=1536, type=83\nstart=4096, size=256\n");
        Path volume = directory.resolve("volume");
        try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
            file.setLength(1536L * sector);
        }
        ForeignTool.require("mkfs.ext4").run("-q", "-F", "-b", 1024, volume);
        try (FileChannel target = FileChannel.open(disk, StandardOpenOption.WRITE)) {
            target.write(ByteBuffer.wrap(Files.readAllBytes(volume)), 2048L * sector);
        }
        PartitionTable table = read(disk);
        assertThat(table.sectorBytes()).isEqualTo(sector);
        assertThat(table.partitions().getFirst().offset()).isEqualTo(2048L * sector);
        assertThat(table.partitions().getFirst().sizeBytes()).isEqualTo(1536L * sector);
    }

    @Test
    void notesWhatLeavesTheDisk() throws IOException, InterruptedException {
        Path disk = disk("label: dos\nsize=4MiB, type=83\nsize=40MiB, type=83\n");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(16 << 20);
        }
        PartitionTable table = read(disk);
        assertThat(table.notes()).singleElement().asString().contains("cut off");
        assertThat(table.partitions().getLast().sizeBytes())
                .isEqualTo((16 << 20) - table.partitions().getLast().offset());
    }

    @Test
    void aBootSectorIsNoTable() throws IOException, InterruptedException {
        Path disk = directory.resolve("fat");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(8 << 20);
        }
        ForeignTool.require("mkfs.vfat").run(disk);
        try (BlockSource source = BlockSources.file(disk)) {
            assertThat(PartitionTable.read(source)).isEmpty();
        }
    }

    @Test
    void mutantsAreTablesOrNone() throws IOException, InterruptedException {
        Path gpt = disk("label: gpt\nsize=4MiB, type=uefi\nsize=4MiB\n");
        try (BlockSource source = BlockSources.file(gpt)) {
            byte[] start = new byte[40 * 512];
            source.read(0, ByteBuffer.wrap(start));
            tryMutants(start);
        }
        Path dos = disk("label: dos\nsize=4MiB\nsize=40MiB, type=f\nsize=4MiB\n");
        try (BlockSource source = BlockSources.file(dos)) {
            byte[] start = new byte[5 << 20];
            source.read(0, ByteBuffer.wrap(start));
            tryMutants(Arrays.copyOf(start, 2048));
        }
    }

    private static void tryMutants(byte[] start) throws IOException {
        RandomGenerator random = SEED.random();
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = Mutants.of(start, random);
            Optional<PartitionTable> table = PartitionTable.read(BlockSources.of(mutant));
            table.ifPresent(found ->
                    assertThat(found.partitions())
                            .allSatisfy(p ->
                                    assertThat(p.offset() + p.sizeBytes())
                                            .isLessThanOrEqualTo(mutant.length)));
        }
    }
}
