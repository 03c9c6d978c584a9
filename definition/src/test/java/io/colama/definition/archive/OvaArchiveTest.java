package io.colama.definition.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.definition.Fixtures;
import io.colama.definition.machine.DefinitionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading OVA packages. */
class OvaArchiveTest {

    private static OvaArchive open(byte[] tar) throws IOException {
        return OvaArchive.open("p.ova", BlockSources.of(tar));
    }

    private static String line(String algorithm, String name, byte[] content) throws Exception {
        byte[] hash = MessageDigest.getInstance(algorithm).digest(content);
        return algorithm.replace("-", "")
                + "("
                + name
                + ")= "
                + HexFormat.of().formatHex(hash)
                + "\n";
    }

    private static TarBuilder twoMachines() throws IOException {
        return new TarBuilder()
                .file("two.ovf", Fixtures.bytes("two.ovf"))
                .file("web.vmdk.gz", "packed")
                .file("db.vmdk.000000000", "first,")
                .file("db.vmdk.000000001", "second")
                .file("tools.iso", "iso");
    }

    private static String text(BlockSource source) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
        source.read(0, bytes);
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    @Test
    void tellsWhereMembersLie() throws Exception {
        try (OvaArchive ova = open(twoMachines().end())) {
            assertThat(ova.descriptorName()).isEqualTo("two.ovf");
            assertThat(ova.descriptor()).isEqualTo(Fixtures.bytes("two.ovf"));
            assertThat(ova.envelope().definition().machines()).hasSize(2);
            ArchiveMember iso = ova.members().getLast();
            assertThat(iso.name()).isEqualTo("tools.iso");
            assertThat(text(ova.content(iso))).isEqualTo("iso");
            assertThat(iso.offset() % 512).isZero();
        }
    }

    @Test
    void describesCompressedAndChunkedFiles() throws Exception {
        try (OvaArchive ova = open(twoMachines().end())) {
            PackedFile web = ova.file("web.vmdk.gz").orElseThrow();
            assertThat(web.gzip()).isTrue();
            assertThat(text(ova.content(web))).isEqualTo("packed");
            PackedFile db = ova.file("db.vmdk").orElseThrow();
            assertThat(db.gzip()).isFalse();
            assertThat(db.pieces()).hasSize(2);
            assertThat(text(ova.content(db))).isEqualTo("first,second");
            PackedFile far = ova.file("https://files.example/far.vmdk").orElseThrow();
            assertThatThrownBy(() -> ova.content(far))
                    .isInstanceOf(DefinitionException.Damaged.class)
                    .hasMessageContaining("not in the package");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-1", "SHA-256", "SHA-512"})
    void verifiesManifests(String algorithm) throws Exception {
        String manifest =
                line(algorithm, "two.ovf", Fixtures.bytes("two.ovf"))
                        + line(algorithm, "web.vmdk.gz", "packed".getBytes(StandardCharsets.UTF_8));
        byte[] tar = twoMachines().file("two.mf", manifest).file("two.cert", "c").end();
        try (OvaArchive ova = open(tar)) {
            assertThat(ova.verifyManifest(HashProgress.NONE))
                    .hasSize(3)
                    .contains("The manifest does not name tools.iso, so it was not checked.");
            assertThat(ova.notes()).contains("The certificate of the package is not checked.");
            assertThatThrownBy(() -> ova.verifyManifest((done, total) -> false))
                    .isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void aWrongChecksumIsDamage() throws Exception {
        String manifest = line("SHA-256", "tools.iso", "other".getBytes(StandardCharsets.UTF_8));
        try (OvaArchive ova = open(twoMachines().file("two.mf", manifest).end())) {
            assertThatThrownBy(() -> ova.verifyManifest(HashProgress.NONE))
                    .isInstanceOf(DefinitionException.Damaged.class)
                    .hasMessageContaining("file tools.iso has SHA-256 ");
        }
    }

    @Test
    void aMissingManifestIsSaid() throws Exception {
        try (OvaArchive ova = open(twoMachines().end())) {
            assertThat(ova.verifyManifest(HashProgress.NONE))
                    .containsExactly(
                            "The package has no manifest, so nothing says that it is whole.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "/etc/passwd", "a/../../b", "C:\\x", "a\\b", "dir/x", "..", "a\nb"})
    void refusesNamesThatLeadElsewhere(String name) throws Exception {
        byte[] tar = twoMachines().file(name, "x").end();
        assertThatThrownBy(() -> open(tar))
                .isInstanceOf(DefinitionException.Refused.class)
                .hasMessageStartingWith("p.ova: the name of member ");
    }

    @Test
    void refusesLinksDevicesAndTwins() throws Exception {
        for (char type : new char[] {'1', '2', '3', '4', '6'}) {
            byte[] tar = twoMachines().member("x", type, new byte[0], "/etc/passwd").end();
            assertThatThrownBy(() -> open(tar))
                    .isInstanceOf(DefinitionException.Refused.class)
                    .hasMessageContaining("is a link or device");
        }
        byte[] twins = twoMachines().file("tools.iso", "x").end();
        assertThatThrownBy(() -> open(twins)).hasMessageContaining("two members are called");
    }

    @Test
    void lengthsThatCannotBeAreDamageOrRefused() throws Exception {
        byte[] beyond = twoMachines().claim("big.vmdk", '0', 1L << 40).open();
        assertThatThrownBy(() -> open(beyond)).isInstanceOf(DefinitionException.Damaged.class);
        byte[] longName = twoMachines().claim("././@LongLink", 'L', 1L << 34).open();
        assertThatThrownBy(() -> open(longName))
                .isInstanceOf(DefinitionException.Refused.class)
                .hasMessageContaining("limit on bytes of an extended tar header");
        byte[] pax =
                twoMachines()
                        .member(
                                "p",
                                'x',
                                "20 size=99999999999\n".getBytes(StandardCharsets.UTF_8),
                                "")
                        .file("f", "x")
                        .open();
        assertThatThrownBy(() -> open(pax)).isInstanceOf(DefinitionException.Damaged.class);
    }

    @Test
    void tooManyMembersHitALimit() throws Exception {
        TarBuilder tar = new TarBuilder().file("two.ovf", Fixtures.bytes("two.ovf"));
        for (int i = 0; i < 10_000; i++) {
            tar.file("f" + i, "");
        }
        assertThatThrownBy(() -> open(tar.end()))
                .isInstanceOf(DefinitionException.Refused.class)
                .hasMessageContaining("limit on members of an OVA");
    }

    @Test
    void otherFilesAreNoPackages() {
        assertThatThrownBy(() -> open(new byte[10_240]))
                .isInstanceOf(DefinitionException.NotThisFormat.class);
        assertThatThrownBy(() -> open(new byte[3]))
                .isInstanceOf(DefinitionException.NotThisFormat.class);
        assertThatThrownBy(() -> open(new TarBuilder().file("a", "b").end()))
                .isInstanceOf(DefinitionException.NotThisFormat.class)
                .hasMessageContaining("without a descriptor");
    }
}
