package io.colama.inspect.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.guest.file.Condition;
import io.colama.testkit.Mutants;
import io.colama.testkit.Samples;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HiveTest {

    private static final int SECTOR = 512;
    private static final int BINS_AT = 4096;

    @TempDir private Path directory;

    private Path written() throws Exception {
        return Hives.write(
                directory.resolve("hive"),
                """
                [HIVE\\One\\Two]
                "Text"=str(1):"value"
                "Path"=str(2):"%SystemRoot%\\\\file"
                "Number"=dword:80000001
                "Long"=hex(b):01,00,00,00,00,00,00,80
                "Backwards"=hex(5):00,00,01,02
                "List"=hex(7):61,00,00,00,62,00,63,00,00,00,00,00
                "Garbage"=hex(1):61,00,00,00,00,d8,ff,dc,01
                "Ascii"=hex(1):53,50,20,32,00
                "Short"=hex(4):01,02
                @=str(1):"own"

                [HIVE\\One\\Other]
                "x"=dword:00000007
                """);
    }

    @Test
    void readsTypedValuesByPathsWithoutCase() throws Exception {
        Hive hive = Hives.open(written());
        HiveKey key = hive.root().at("one\\TWO").orElseThrow();
        assertThat(key.path()).isEqualTo("One\\Two");
        assertThat(key.text("text")).isEqualTo("value");
        assertThat(key.text("PATH")).isEqualTo("%SystemRoot%\\file");
        assertThat(key.text("")).isEqualTo("own");
        assertThat(key.number("Number")).hasValue(0x8000_0001L);
        assertThat(key.number("Long")).hasValue(0x8000_0000_0000_0001L);
        assertThat(key.number("Backwards")).hasValue(0x102);
        assertThat(key.number("Text")).isEqualTo(OptionalLong.empty());
        assertThat(key.number("Short")).isEqualTo(OptionalLong.empty());
        assertThat(key.texts("List")).containsExactly("a", "bc");
        assertThat(key.text("Number")).isEmpty();
        assertThat(key.text("Garbage")).isEqualTo("a");
        assertThat(key.text("Ascii")).isEqualTo("SP 2");
        assertThat(key.text("absent")).isEmpty();
        assertThat(key.bytes("Short")).containsExactly(1, 2);
        assertThat(hive.root().at("One\\Absent\\More")).isEmpty();
        assertThat(hive.root().at("")).isPresent();
        assertThat(hive.root().child("One").orElseThrow().children())
                .extracting(HiveKey::name)
                .containsExactlyInAnyOrder("Two", "Other");
        assertThat(hive.damages()).isEmpty();
        assertThat(hive.condition()).isEqualTo(Condition.CLEAN);
    }

    @Test
    void readsWhatLibguestfsWrites() throws Exception {
        Path file = Files.copy(Samples.find("phony/minimal-hive"), directory.resolve("software"));
        assertThat(file.toFile().setWritable(true)).isTrue();
        Hives.merge(
                file, "HKEY_LOCAL_MACHINE\\SOFTWARE", Samples.find("phony/windows-software.reg"));
        Hive hive = Hives.open(file);
        HiveKey key = hive.root().at("Microsoft\\Windows NT\\CurrentVersion").orElseThrow();
        assertThat(key.text("ProductName")).isEqualTo("Microsoft Windows 7 Phony Edition");
        assertThat(
                        hive.root()
                                .at("Wow6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall")
                                .orElseThrow()
                                .children())
                .hasSize(1);
    }

    @Test
    void aBrokenKeyCostsItsOwnTreeAndIsTold() throws Exception {
        byte[] bytes = Files.readAllBytes(written());
        int key = find(bytes, "Two") - 76;
        bytes[key] = 'x';
        Hive hive = Hive.open(BlockSources.of(bytes), List.of());
        assertThat(hive.root().at("One\\Two")).isEmpty();
        assertThat(hive.root().at("One\\Other").orElseThrow().number("x")).hasValue(7);
        assertThat(hive.damages()).singleElement().asString().startsWith("One: no key at 0x");
    }

    @Test
    void aValueOfNoDataButALengthIsDamage() throws Exception {
        byte[] bytes = Files.readAllBytes(written());
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int value = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("Long", BINS_AT) - 20;
        assertThat(buffer.getShort(value)).isEqualTo((short) ('v' | 'k' << 8));
        for (int length : new int[] {9, Integer.MAX_VALUE}) {
            buffer.putInt(value + 4, length).putInt(value + 8, -1);
            Hive hive = Hive.open(BlockSources.of(bytes), List.of());
            assertThat(hive.root().at("One\\Two").orElseThrow().number("Long")).isEmpty();
            assertThat(hive.damages()).singleElement().asString().contains("value \"Long\"");
        }
    }

    @Test
    void aKeyInsideItselfIsDamage() throws Exception {
        byte[] bytes = Files.readAllBytes(written());
        int two = find(bytes, "Two") - 76;
        int one = find(bytes, "One") - 76;
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(two + 20, 1).putInt(two + 28, buffer.getInt(one + 28));
        Hive hive = Hive.open(BlockSources.of(bytes), List.of());
        Hives.walk(hive, 100_000);
        assertThat(hive.damages().toString()).contains("is its own ancestor");
    }

    private static int find(byte[] bytes, String name) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = all.indexOf("nk", BINS_AT);
        while (!all.startsWith(name, at + 76)) {
            at = all.indexOf("nk", at + 1);
        }
        return at + 76;
    }

    @Test
    void readsLongValuesInPieces() throws Exception {
        Path file = Hives.sample("registry/SYSTEM", directory);
        Hive hive = Hives.open(file);
        assertThat(longest(hive.root())).isGreaterThan(16_344);
        assertThat(hive.damages()).isEmpty();
    }

    private static int longest(HiveKey key) throws IOException {
        int longest = 0;
        for (HiveValue value : key.values()) {
            if (value.sizeBytes() > 16_344) {
                assertThat(value.bytes()).hasSize(value.sizeBytes());
                longest = value.sizeBytes();
            }
        }
        for (HiveKey child : longest > 0 ? List.<HiveKey>of() : key.children()) {
            longest = Math.max(longest, longest(child));
        }
        return longest;
    }

    /** A log of XP by its specification: all sectors of the hive that differ. */
    @Test
    void replaysAnOldLogOfTheSameTimeAndNoOther() throws Exception {
        byte[] after = Files.readAllBytes(written());
        byte[] before = after.clone();
        int value = find(before, "Two") - 76;
        Arrays.fill(before, value / SECTOR * SECTOR, value / SECTOR * SECTOR + SECTOR, (byte) 0);
        dirty(before);
        byte[] log = log(before, after, 1);
        Hive stale = Hive.open(BlockSources.of(before), List.of());
        assertThat(stale.root().at("One\\Two")).isEmpty();
        Hive hive = Hive.open(BlockSources.of(before), List.of(BlockSources.of(log)));
        assertThat(hive.condition()).isEqualTo(Condition.REPLAYED);
        assertThat(hive.root().at("One\\Two").orElseThrow().text("Text")).isEqualTo("value");
        assertThat(hive.damages()).isEmpty();
        log[12] ^= 1;
        checksum(log);
        Hive other = Hive.open(BlockSources.of(before), List.of(BlockSources.of(log)));
        assertThat(other.condition()).isEqualTo(Condition.POSSIBLY_STALE);
        byte[] cut = Arrays.copyOf(log(before, after, 1), log.length - 1);
        Hive shortened = Hive.open(BlockSources.of(before), List.of(BlockSources.of(cut)));
        assertThat(shortened.condition()).isEqualTo(Condition.POSSIBLY_STALE);
    }

    private static void dirty(byte[] hive) {
        ByteBuffer head = ByteBuffer.wrap(hive).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(4, head.getInt(4) + 1);
        checksum(hive);
    }

    private static void checksum(byte[] hive) {
        ByteBuffer head = ByteBuffer.wrap(hive).order(ByteOrder.LITTLE_ENDIAN);
        int sum = 0;
        for (int i = 0; i < 127; i++) {
            sum ^= head.getInt(4 * i);
        }
        head.putInt(508, sum);
    }

    private static byte[] log(byte[] before, byte[] after, int type) {
        int bits = (after.length - BINS_AT) / SECTOR;
        ByteBuffer log =
                ByteBuffer.allocate(2 * SECTOR + after.length).order(ByteOrder.LITTLE_ENDIAN);
        log.put(before, 0, SECTOR).putInt(4, log.getInt(8)).putInt(28, type);
        log.put("DIRT".getBytes(StandardCharsets.US_ASCII));
        int data = 2 * SECTOR;
        for (int bit = 0; bit < bits; bit++) {
            int at = BINS_AT + bit * SECTOR;
            if (!Arrays.equals(before, at, at + SECTOR, after, at, at + SECTOR)) {
                int place = SECTOR + 4 + bit / 8;
                log.put(place, (byte) (log.get(place) | 1 << (bit % 8)));
                log.put(data, after, at, SECTOR);
                data += SECTOR;
            }
        }
        byte[] bytes = Arrays.copyOf(log.array(), data);
        checksum(bytes);
        return bytes;
    }

    @Test
    void whatIsNoHiveIsSaidToBeNone() {
        assertThatThrownBy(() -> Hive.open(BlockSources.of(new byte[10_000]), List.of()))
                .isInstanceOf(ImageException.NotThisFormat.class)
                .hasMessageContaining("regf");
        assertThatThrownBy(() -> Hive.open(BlockSources.of(new byte[0]), List.of()))
                .isInstanceOf(ImageException.NotThisFormat.class);
    }

    @Test
    void readsMutantsOrSaysWhyNot() throws Exception {
        byte[] hive = Files.readAllBytes(Hives.sample("registry/SAM", directory));
        String dirty = "registry/dirty/NewDirtyHive1/NewDirtyHive";
        byte[] primary = Files.readAllBytes(Hives.sample(dirty, directory));
        byte[] log = Files.readAllBytes(Hives.sample(dirty + ".LOG1", directory));
        Seed seed = Seed.of(20_261_123);
        RandomGenerator random = seed.random();
        assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> {
                    for (int i = 0; i < 1500; i++) {
                        boolean logs = i % 3 == 0;
                        byte[] first = Mutants.of(logs ? primary : hive, random);
                        HiveFuzzTest.read(first, logs ? Mutants.of(log, random) : new byte[0]);
                    }
                },
                seed::toString);
    }
}
