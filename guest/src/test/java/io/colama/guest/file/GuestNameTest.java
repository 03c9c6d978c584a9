package io.colama.guest.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GuestNameTest {

    @Test
    void aFieldEndsAtItsFirstNul() {
        assertThat(GuestName.decodeField(field("name\0rest"))).isEqualTo("name");
        assertThat(GuestName.decodeField(field("\0\0"))).isEmpty();
        assertThat(GuestName.decodeField(field(""))).isEmpty();
    }

    @Test
    void aFieldWithoutNulIsAName() {
        ByteBuffer field = field("before name").position(7);
        assertThat(GuestName.decodeField(field)).isEqualTo("name");
        assertThat(field.position()).isEqualTo(7);
        assertThat(field.remaining()).isEqualTo(4);
    }

    private static ByteBuffer field(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
