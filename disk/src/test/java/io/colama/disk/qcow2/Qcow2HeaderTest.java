package io.colama.disk.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.Run;
import io.colama.block.Zeros;
import io.colama.disk.NoOtherFiles;
import io.colama.disk.image.DiskImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class Qcow2HeaderTest {

    @Test
    void liesOnDiskAsTheSpecificationSays() {
        assertThat(Qcow2Header.LAYOUT.describe())
                .isEqualTo(
                        """
                        Qcow2Header: 112 bytes, big endian, [qcow2.txt] Header
                            0     4  magic  magic
                            4     4  u32    version
                            8     8  u64    backingFileOffset
                           16     4  u32    backingFileSize
                           20     4  u32    clusterBits
                           24     8  u64    sizeBytes
                           32     4  u32    cryptMethod
                           36     4  u32    l1Size
                           40     8  u64    l1TableOffset
                           48     8  u64    refcountTableOffset
                           56     4  u32    refcountTableClusters
                           60     4  u32    snapshotCount
                           64     8  u64    snapshotsOffset
                           72     8  u64    incompatibleFeatures
                           80     8  u64    compatibleFeatures
                           88     8  u64    autoclearFeatures
                           96     4  u32    refcountOrder
                          100     4  u32    headerLength
                          104     1  u8     compressionType
                          105     7  -      reserved
                        """);
        assertThat(SnapshotEntry.LAYOUT.describe())
                .isEqualTo(
                        """
                        SnapshotEntry: 40 bytes, big endian, [qcow2.txt] Snapshots
                            0     8  u64    l1Offset
                            8     4  u32    l1Size
                           12     2  u16    idLength
                           14     2  u16    nameLength
                           16     4  u32    seconds
                           20     4  u32    nanoseconds
                           24     8  u64    vmClock
                           32     4  u32    vmStateSize
                           36     4  u32    extraLength
                        """);
    }

    private static final int L1 = 0x10000;
    private static final int L2 = 0x20000;
    private static final int DATA = 0x30000;
    private static final int END = 0x40000;

    /** An image of 64 KiB with one cluster, changed before it is opened. */
    private static DiskImage open(Consumer<ByteBuffer> change) throws IOException {
        return open(END, change);
    }

    private static DiskImage open(int length, Consumer<ByteBuffer> change) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(END);
        bytes.putInt(0x514649fb).putInt(3).putLong(0).putInt(0).putInt(16).putLong(65_536);
        bytes.putInt(0).putInt(1).putLong(L1).putLong(0).putInt(0).putInt(0).putLong(0);
        bytes.putInt(96, 4).putInt(100, 104);
        bytes.putLong(L1, L2).putLong(L2, DATA);
        for (int at = DATA; at < END; at++) {
            bytes.put(at, (byte) 7);
        }
        change.accept(bytes);
        return Qcow2Image.open(
                BlockSources.slice(BlockSources.of(bytes.array()), 0, length),
                Path.of("test.qcow2"),
                new NoOtherFiles());
    }

    private static void refuses(
            Class<? extends ImageException> kind, String message, Consumer<ByteBuffer> change) {
        assertThatThrownBy(() -> open(change).close())
                .isInstanceOf(kind)
                .hasMessageContaining(message);
    }

    @Test
    void namesFeaturesThatAreNotRead() {
        refuses(ImageException.Unsupported.class, "AES encryption", bytes -> bytes.putInt(32, 1));
        refuses(ImageException.Unsupported.class, "LUKS encryption", bytes -> bytes.putInt(32, 2));
        refuses(
                ImageException.Unsupported.class,
                "external data file",
                bytes -> bytes.putLong(72, 4));
        refuses(ImageException.Unsupported.class, "version 4", bytes -> bytes.putInt(4, 4));
        refuses(
                ImageException.Unsupported.class,
                "bit 40 (unnamed)",
                bytes -> bytes.putLong(72, 1L << 40));
        refuses(
                ImageException.Unsupported.class,
                "bit 40 (time travel)",
                bytes -> {
                    bytes.putLong(72, 1L << 40)
                            .putInt(104, 0x6803f857)
                            .putInt(108, 48)
                            .put(113, (byte) 40);
                    bytes.put(114, "time travel".getBytes(StandardCharsets.US_ASCII));
                });
        refuses(
                ImageException.Unsupported.class,
                "compression type 9",
                bytes -> bytes.putLong(72, 8).putInt(100, 112).put(104, (byte) 9));
    }

    @Test
    void saysWhatIsDamaged() {
        refuses(ImageException.NotThisFormat.class, "signature", bytes -> bytes.put(0, (byte) 0));
        refuses(ImageException.Damaged.class, "cluster bits 8", bytes -> bytes.putInt(20, 8));
        refuses(ImageException.Damaged.class, "cluster bits 22", bytes -> bytes.putInt(20, 22));
        refuses(ImageException.Damaged.class, "header length", bytes -> bytes.putInt(100, 96));
        refuses(ImageException.Damaged.class, "disk size", bytes -> bytes.putLong(24, -1));
        refuses(
                ImageException.Damaged.class,
                "L1 table of 1 entries",
                bytes -> bytes.putLong(24, 1L << 40));
        refuses(ImageException.Damaged.class, "L1 table bytes", bytes -> bytes.putInt(36, -1));
        refuses(
                ImageException.Damaged.class,
                "L1 table of 8 bytes at 0x10200",
                bytes -> bytes.putLong(40, 0x10200));
        refuses(
                ImageException.Damaged.class,
                "L1 table of 8 bytes",
                bytes -> bytes.putLong(40, 1L << 62));
        refuses(ImageException.Damaged.class, "snapshots: ", bytes -> bytes.putInt(60, 65_537));
        refuses(
                ImageException.Damaged.class,
                "snapshot table entry",
                bytes -> bytes.putInt(60, 1).putLong(64, 1L << 40));
        refuses(
                ImageException.Damaged.class,
                "backing file name bytes",
                bytes -> bytes.putLong(8, 512).putInt(16, 1024));
        refuses(
                ImageException.Damaged.class,
                "header extension",
                bytes -> bytes.putInt(104, 5).putInt(108, -1));
        refuses(ImageException.Damaged.class, "contradicts", bytes -> bytes.putLong(72, 8));
    }

    @Test
    void warnsOfDirtyAndCorruptImages() throws IOException {
        try (DiskImage image = open(bytes -> bytes.putLong(72, 3))) {
            assertThat(image.warnings()).hasSize(2);
            assertThat(image.warnings().getFirst()).contains("dirty");
            assertThat(image.warnings().getLast()).contains("corrupt");
        }
    }

    private static void failsToRead(String message, Consumer<ByteBuffer> change)
            throws IOException {
        try (DiskImage image = open(change)) {
            BlockSource content = image.content();
            assertThatThrownBy(() -> content.read(0, ByteBuffer.allocate(65_536)))
                    .isInstanceOf(ImageException.Damaged.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void saysWhichClusterIsDamaged() throws IOException {
        failsToRead("L2 table at 0x40000", bytes -> bytes.putLong(L1, END));
        failsToRead("L2 table at 0x20200", bytes -> bytes.putLong(L1, L2 + 0x200));
        failsToRead("cut off", bytes -> bytes.putLong(L2, END));
        failsToRead("cluster at 0x200", bytes -> bytes.putLong(L2, 0x200));
        failsToRead(
                "compressed cluster at 0x60000", bytes -> bytes.putLong(L2, (1L << 62) | 0x60000));
        failsToRead("compressed cluster at 0x0", bytes -> bytes.putLong(L2, 1L << 62));
        failsToRead(
                "zero cluster in an image of version 2",
                bytes -> bytes.putInt(4, 2).putLong(L2, 1));
        failsToRead(
                "subcluster bitmap 0x100000001",
                bytes -> bytes.putLong(72, 16).putLong(L2 + 8, 0x1_0000_0001L));
        failsToRead(
                "contradicts itself or its cluster 0x0",
                bytes -> bytes.putLong(72, 16).putLong(L2, 0).putLong(L2 + 8, 1));
    }

    @Test
    void fillsAClusterThatTheEndOfTheFileCutsWithZeros() throws IOException {
        try (DiskImage image = open(DATA + 1000, bytes -> {})) {
            ByteBuffer content = ByteBuffer.allocate(65_536);
            image.content().read(0, content);
            assertThat(content.get(0)).isEqualTo((byte) 7);
            assertThat(content.get(999)).isEqualTo((byte) 7);
            assertThat(Zeros.are(content.clear(), 1000, 64_536)).isTrue();
        }
    }

    @Test
    void fillsATableThatTheEndOfTheFileCutsWithZeros() throws IOException {
        try (DiskImage image = open(L2 + 4, bytes -> bytes.putLong(L2, 0))) {
            assertThat(image.content().runAt(0)).isEqualTo(new Run(0, 65_536, Run.Kind.HOLE));
        }
    }

    @Test
    void fillsASubclusterBehindTheEndOfTheFileWithZeros() throws IOException {
        Consumer<ByteBuffer> extended =
                bytes -> bytes.putLong(72, 16).putLong(L2 + 8, 0xffff_ffffL);
        try (DiskImage image = open(DATA + 1000, extended)) {
            ByteBuffer content = ByteBuffer.allocate(4096);
            image.content().read(8192, content);
            assertThat(Zeros.are(content.clear(), 0, 4096)).isTrue();
        }
    }

    @Test
    void findsTheNameOfABackingFileBehindTheEndOfTheFile() {
        assertThatThrownBy(() -> open(200, bytes -> bytes.putLong(8, 300).putInt(16, 5)).close())
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("backing file name of 5 bytes at 0x12c");
    }
}
