package io.colama.block.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.ImageException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RecordLayoutTest {

    @OnDisk(size = 40, source = "[Example] 1", order = Endian.BIG)
    record Example(
            @Magic(at = 0, value = "EX\u00fb") String signature,
            @U8(at = 3) int small,
            @U16(at = 4) int medium,
            @U32(at = 8) long large,
            @U64(at = 12) long huge,
            @Ascii(at = 20, length = 8) String text,
            @Bytes(at = 30, length = 4) ByteBuffer raw) {}

    private static final RecordLayout<Example> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), Example.class);

    private static final Example VALUE =
            new Example(
                    "EX\u00fb",
                    255,
                    0xfffe,
                    0xffff_fffdL,
                    -2,
                    "name",
                    ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));

    @Test
    void writesAndReadsBackEveryKindOfField() throws ImageException {
        ByteBuffer bytes = ByteBuffer.allocate(40);
        LAYOUT.write(VALUE, bytes);
        assertThat(HexFormat.of().formatHex(bytes.array()))
                .isEqualTo(
                        "4558fbff"
                                + "fffe0000"
                                + "fffffffd"
                                + "fffffffffffffffe"
                                + "6e616d6500000000"
                                + "0000"
                                + "01020304"
                                + "000000000000");
        assertThat(LAYOUT.parse(bytes.flip(), "example")).isEqualTo(VALUE);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void printsItsLayoutWithTheGaps() {
        assertThat(LAYOUT.describe())
                .isEqualTo(
                        """
                        Example: 40 bytes, big endian, [Example] 1
                            0     3  magic  signature
                            3     1  u8     small
                            4     2  u16    medium
                            6     2  -      reserved
                            8     4  u32    large
                           12     8  u64    huge
                           20     8  ascii  text
                           28     2  -      reserved
                           30     4  bytes  raw
                           34     6  -      reserved
                        """);
    }

    @Test
    void tellsAnotherFormatFromDamage() {
        assertThatThrownBy(() -> LAYOUT.parse(ByteBuffer.allocate(40), "example"))
                .isInstanceOf(ImageException.NotThisFormat.class)
                .hasMessage("example: signature 000000 found at 0x0, 4558fb expected");
        ByteBuffer half = ByteBuffer.wrap("EX".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> LAYOUT.parse(half, "example"))
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessage("example: 2 bytes found, 40 expected");
    }

    @OnDisk(size = 8, source = "[Example] 2")
    record Overlapping(@U32(at = 0) long first, @U16(at = 3) int second) {}

    @OnDisk(size = 8, source = "[Example] 3")
    record Outside(@U32(at = 6) long first) {}

    @OnDisk(size = 8, source = "[Example] 4")
    record Mistyped(@U16(at = 0) long first) {}

    @OnDisk(size = 8, source = "[Example] 5")
    record Unplaced(@U8(at = 0) int first, int second) {}

    @Test
    void refusesADeclarationThatBreaksTheRules() {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        assertThatThrownBy(() -> RecordLayout.of(lookup, Overlapping.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("overlaps");
        assertThatThrownBy(() -> RecordLayout.of(lookup, Outside.class))
                .hasMessageContaining("outside");
        assertThatThrownBy(() -> RecordLayout.of(lookup, Mistyped.class))
                .hasMessageContaining("must be a int");
        assertThatThrownBy(() -> RecordLayout.of(lookup, Unplaced.class))
                .hasMessageContaining("no place");
    }
}
