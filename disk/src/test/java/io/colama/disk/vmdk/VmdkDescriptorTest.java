package io.colama.disk.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.disk.image.Likeness;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VmdkDescriptorTest {

    private static Descriptor parse(byte[] bytes) throws IOException {
        return Descriptor.read(BlockSources.of(bytes), 0, bytes.length, "x.vmdk");
    }

    private static Descriptor parse(String text) throws IOException {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsKeysInAnyCaseAndLinesOfAnySystem() throws IOException {
        Descriptor descriptor =
                parse(
                        """

                        # a comment = "first"
                        Version = 1
                        cid=DeadBeef
                        PARENTCID = "12ab"
                        CREATETYPE = "vmfsSparse"
                        ParentFileNameHint="C:\\VMs\\base disk.vmdk"
                        CID=00000001
                        changeTrackPath="x-ctk.vmdk"
                        rw 63 vmfssparse "x-delta.vmdk"
                        RW\t100\tFLAT\t"a = b.vmdk"\t7
                        ddb.adapterType = "ide"
                        """
                                .replace("\n", "\r\n"));
        assertThat(descriptor.createType()).isEqualTo("vmfsSparse");
        assertThat(descriptor.cid()).contains("deadbeef");
        assertThat(descriptor.parentCid()).contains("000012ab");
        assertThat(descriptor.parentNames())
                .containsExactly("C:\\VMs\\base disk.vmdk", "base disk.vmdk");
        assertThat(descriptor.tracked()).isTrue();
        assertThat(descriptor.extents())
                .containsExactly(
                        new ExtentLine("RW", 63, "VMFSSPARSE", Optional.of("x-delta.vmdk"), 0),
                        new ExtentLine("RW", 100, "FLAT", Optional.of("a = b.vmdk"), 7));
        assertThat(descriptor.sectors()).isEqualTo(163);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1252", "GBK", "Big5", "Shift_JIS"})
    void readsNamesInTheEncodingThatIsDeclared(String encoding) throws IOException {
        String name =
                switch (encoding) {
                    case "GBK" -> "\u78c1\u76d8-flat.vmdk";
                    case "Big5" -> "\u78c1\u789f-flat.vmdk";
                    case "Shift_JIS" -> "\u30c7\u30a3\u30b9\u30af-flat.vmdk";
                    default -> "\u00e9t\u00e9-flat.vmdk";
                };
        String text = "version=1\nencoding=\"" + encoding + "\"\nRW 1 FLAT \"" + name + "\" 0\n";
        List<ExtentLine> extents = parse(text.getBytes(Charset.forName(encoding))).extents();
        assertThat(extents.getFirst().fileName()).contains(name);
    }

    @Test
    void readsNamesWhoseEncodingIsNotTheDeclaredOne() throws IOException {
        String line = "\nRW 1 FLAT \"\u00fcber.vmdk\" 0\n";
        for (String declared : List.of("encoding=\"UTF-8\"", "encoding=nonsense", "")) {
            byte[] bytes = ("version=1\n" + declared + line).getBytes(StandardCharsets.ISO_8859_1);
            assertThat(parse(bytes).extents().getFirst().fileName()).contains("\u00fcber.vmdk");
        }
        assertThat(parse("\ufeffversion=1" + line).extents()).hasSize(1);
    }

    @Test
    void endsAtAZeroByte() throws IOException {
        assertThat(parse("version=1\nCID=1\n\0createType=\"custom\"\n").createType()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fullDevice",
                "partitionedDevice",
                "vmfsRDM",
                "vmfsRawDeviceMap",
                "vmfsPassthroughRawDeviceMap"
            })
    void namesDisksThatAreDevices(String type) {
        assertThatThrownBy(() -> parse("createType=\"" + type + "\"\nRW 1 FLAT \"/dev/sda\" 0\n"))
                .isInstanceOf(ImageException.Unsupported.class)
                .hasMessageContaining(type);
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThatThrownBy(() -> parse("version=9\n"))
                .isInstanceOf(ImageException.Unsupported.class)
                .hasMessageContaining("version");
        assertThatThrownBy(() -> parse("encryption.keySafe = \"x\"\nencryptionKeys=\"y\"\n"))
                .isInstanceOf(ImageException.Unsupported.class)
                .hasMessageContaining("encrypted");
        for (String broken :
                List.of(
                        "CID=xyz",
                        "parentCID=123456789",
                        "RW many FLAT \"x\" 0",
                        "RW 9223372036854775807 FLAT \"x\" 0",
                        "RW 9999999999999999999 FLAT \"x\" 0",
                        "RW 2000000000000 ZERO\nRW 2000000000000 ZERO",
                        "RW 1 ZERO\n".repeat(5000))) {
            assertThatThrownBy(() -> parse("version=1\n" + broken + "\n").sectors())
                    .as("%.40s", broken)
                    .isInstanceOf(ImageException.Damaged.class);
        }
    }

    @Test
    void isToldByItsFirstLines() throws IOException {
        assertThat(like("# Disk DescriptorFile\n")).isEqualTo(Likeness.YES);
        assertThat(like("\n\n# comment\r\n  # disk descriptorFILE \r\n")).isEqualTo(Likeness.YES);
        assertThat(like("# by hand\n\nversion = 1\nCID=1\n")).isEqualTo(Likeness.YES);
        assertThat(like("\u00ef\u00bb\u00bfversion=1\ncreateType=x\n")).isEqualTo(Likeness.YES);
        assertThat(like("version=1\nname=app\n")).isEqualTo(Likeness.NO);
        assertThat(like("x\n# Disk DescriptorFil\nversion=1\nCID=1\n")).isEqualTo(Likeness.NO);
        assertThat(like("")).isEqualTo(Likeness.NO);
        assertThat(like("KDMV")).isEqualTo(Likeness.NO);
        assertThat(like("KDMV\1\0\0\0")).isEqualTo(Likeness.MAYBE);
        assertThat(like("COWD\1\0\0\0")).isEqualTo(Likeness.MAYBE);
    }

    private static Likeness like(String start) throws IOException {
        return VmdkImage.likeness(BlockSources.of(start.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
