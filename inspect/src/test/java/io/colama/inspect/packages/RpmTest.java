package io.colama.inspect.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.ImageException;
import io.colama.guest.file.MemoryNode;
import io.colama.inspect.Subjects;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.sqlite.SqliteFile;
import io.colama.inspect.subject.Subject;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Mutants;
import io.colama.testkit.Samples;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases of rpm beside what rpm itself says of them. */
class RpmTest {

    private static final Seed SEED = Seed.of(6_180);

    @TempDir private Path directory;

    private static Subject subject(Map<String, byte[]> files) {
        return Subjects.linux(MemoryNode.ofBytes(files));
    }

    private static List<String> lines(PackageSet set) {
        return set.packages().stream()
                .map(p -> p.name() + " " + p.version() + " " + p.architecture())
                .sorted()
                .toList();
    }

    private static PackageSet read(String name, byte[] bytes) throws IOException {
        Subject subject = subject(Map.of("var/lib/rpm/" + name, bytes));
        PackageSet set = PackageDatabases.read(subject).getFirst();
        assertThat(subject.problems()).isEmpty();
        return set;
    }

    @ParameterizedTest
    @CsvSource({
        "bdb-libuuid-Packages, Packages, libuuid",
        "ndb-sle15-bci-Packages.db, Packages.db, bash",
        "sqlite-cbl-mariner-2.0-rpmdb.sqlite, rpmdb.sqlite, bash"
    })
    void readsDatabasesOfAllForms(String sample, String name, String expected) throws IOException {
        byte[] bytes = Files.readAllBytes(Samples.find("rpmdb/" + sample));
        PackageSet set = read(name, bytes);
        assertThat(set.packages()).extracting(p -> p.name()).contains(expected);
        assertThat(set.packages())
                .allSatisfy(p -> {
                    assertThat(p.version()).matches("(\\d+:)?[^-]+-[^-]+");
                    assertThat(p.licence()).isNotEmpty();
                    assertThat(p.bytes()).isNotNegative();
                });
    }

    /** Of the three forms, Debian's rpm reads this one. */
    @Test
    void findsWhatRpmFinds() throws IOException, InterruptedException {
        String name = "rpmdb.sqlite";
        byte[] bytes =
                Files.readAllBytes(Samples.find("rpmdb/sqlite-cbl-mariner-2.0-rpmdb.sqlite"));
        Files.write(directory.resolve(name), bytes);
        List<String> expected =
                ForeignTool.require("rpm")
                        .run(
                                "--dbpath",
                                directory,
                                "-qa",
                                "--qf",
                                "%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE} %{ARCH}\\n")
                        .lines()
                        .filter(line -> !line.startsWith("gpg-pubkey "))
                        .sorted()
                        .toList();
        assertThat(expected).hasSizeGreaterThan(20);
        assertThat(lines(read(name, bytes))).isEqualTo(expected);
    }

    @Test
    void readsTheRowsThatAreOnlyInTheLog() throws IOException, InterruptedException {
        Path database = directory.resolve("test.sqlite");
        Path copies = Files.createDirectory(directory.resolve("copies"));
        // the log is copied while the program that writes it still holds the database
        String commands =
                "pragma journal_mode=wal; pragma wal_autocheckpoint=0;"
                        + " create table Packages(hnum integer primary key, blob blob);"
                        + " insert into Packages values(1, zeroblob(10));"
                        + " insert into Packages values(2, randomblob(50000));"
                        + "\n.shell cp '%s' '%s-wal' '%s'\n".formatted(database, database, copies);
        Path script = Files.writeString(directory.resolve("script"), commands);
        ForeignTool.require("sh").run("-c", "sqlite3 '%s' < '%s'".formatted(database, script));
        byte[] file = Files.readAllBytes(copies.resolve("test.sqlite"));
        byte[] log = Files.readAllBytes(copies.resolve("test.sqlite-wal"));
        int[] rows = new int[2];
        boolean found =
                SqliteFile.open(file, log)
                        .rows(
                                "Packages",
                                row -> {
                                    rows[0]++;
                                    rows[1] += row.values().get(1).bytes().remaining();
                                });
        assertThat(found).isTrue();
        assertThat(rows).containsExactly(2, 50_010);
        log[log.length - 100] ^= 1; // in the last transaction, which then does not count
        int[] fewer = new int[1];
        SqliteFile.open(file, log).rows("Packages", _ -> fewer[0]++);
        assertThat(fewer[0]).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bdb-libuuid-Packages",
                "ndb-sle15-bci-Packages.db",
                "sqlite-cbl-mariner-2.0-rpmdb.sqlite"
            })
    void mutantsAreReadOrSaidToBeDamaged(String sample) throws IOException {
        byte[] whole = Files.readAllBytes(Samples.find("rpmdb/" + sample));
        RandomGenerator random = SEED.random();
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    for (int i = 0; i < 60; i++) {
                        byte[] mutant = Mutants.of(whole, random);
                        Subject subject = subject(Map.of("var/lib/rpm/Packages", mutant));
                        List<PackageSet> sets = PackageDatabases.read(subject);
                        assertThat(
                                        !sets.getFirst().packages().isEmpty()
                                                || !subject.problems().isEmpty())
                                .as("mutant %d, %s", i, SEED)
                                .isTrue();
                    }
                });
    }

    /** A header of a name, and of a time of installation in 64 bits. */
    private static byte[] header(long installed) {
        byte[] name = "hello\0\0\0".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + 2 * 16 + 16)
                .putInt(2)
                .putInt(16)
                .putInt(RpmHeader.NAME)
                .putInt(6)
                .putInt(0)
                .putInt(1)
                .putInt(RpmHeader.INSTALLED)
                .putInt(5)
                .putInt(8)
                .putInt(1)
                .put(name)
                .putLong(installed)
                .array();
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000, 2023-11-14T22:13:20Z",
        "0, ''",
        "-1, ''",
        "9223372036854775807, ''",
        "-9223372036854775808, ''"
    })
    void timesOfInstallationThatCannotBeAreUnknown(long seconds, String expected)
            throws IOException, InterruptedException {
        Path database = directory.resolve("rpmdb.sqlite");
        String hex = HexFormat.of().formatHex(header(seconds));
        ForeignTool.require("sqlite3")
                .run(
                        database,
                        "create table Packages(hnum integer primary key, blob blob);"
                                + " insert into Packages values(1, x'%s');".formatted(hex));
        assertThat(read("rpmdb.sqlite", Files.readAllBytes(database)).packages())
                .singleElement()
                .satisfies(found -> assertThat(found.installed()).isEqualTo(expected));
    }

    @Test
    void headersOfChanceEnd() {
        RandomGenerator random = SEED.part(1).random();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 8) {
                ByteBuffer.wrap(bytes).putInt(0, random.nextInt(8)).putInt(4, random.nextInt(100));
            }
            try {
                RpmHeader header = RpmHeader.parse(ByteBuffer.wrap(bytes));
                header.text(RpmHeader.NAME);
                header.number(RpmHeader.EPOCH);
            } catch (ImageException told) {
                assertThat(told.getMessage()).isNotBlank();
            }
        }
    }
}
