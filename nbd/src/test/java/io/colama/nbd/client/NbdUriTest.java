package io.colama.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NbdUriTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nbd://example.com/disk | example.com | 10809 | disk",
                "nbd://example.com:1/disk | example.com | 1 | disk",
                "nbd://example.com:/disk | example.com | 10809 | disk",
                "nbd://example.com | example.com | 10809 | ''",
                "nbd://example.com/ | example.com | 10809 | ''",
                "nbd://example.com//disk | example.com | 10809 | /disk",
                "nbd://example.com/hello%20world | example.com | 10809 | 'hello world'",
                "NBD://h/a+b%2f%C3%A4 | h | 10809 | a+b/ä",
                "nbd://[::1]/x | ::1 | 10809 | x",
                "nbd://[fe80::1%25eth0]:77/x | fe80::1%25eth0 | 77 | x",
                "nbd://10.0.0.1:65535/x/y | 10.0.0.1 | 65535 | x/y",
                "nbd://a_b/x | a_b | 10809 | x",
            })
    void readsHostPortAndExport(String text, String host, int port, String export)
            throws NbdException {
        NbdUri uri = NbdUri.parse(text);
        assertThat(uri.place()).isEqualTo(new NbdUri.Tcp(host, port));
        assertThat(uri.export()).isEqualTo(export);
        assertThat(uri.tls()).isEmpty();
        assertThat(NbdUri.isOne(text)).isTrue();
    }

    @Test
    void readsTheSocket() throws NbdException {
        NbdUri uri = NbdUri.parse("nbd+unix:///a%2Fb?socket=/tmp/with%20space%26.sock");
        assertThat(uri.place()).isEqualTo(new NbdUri.Unix(Path.of("/tmp/with space&.sock")));
        assertThat(uri.export()).isEqualTo("a/b");
        assertThat(NbdUri.parse("nbd+unix://?socket=s").export()).isEmpty();
    }

    @Test
    void readsWhatIsWantedOfTls() throws NbdException {
        NbdUri.Tls tls = NbdUri.parse("nbds://h/x?tls-certificates=/a/b").tls().orElseThrow();
        assertThat(tls.certificates()).contains(Path.of("/a/b"));
        assertThat(tls.hostName()).isEqualTo("h");
        NbdUri.Tls other =
                NbdUri.parse("nbds://h/x?tls-hostname=g&tls-type=x509").tls().orElseThrow();
        assertThat(other.certificates()).isEmpty();
        assertThat(other.hostName()).isEqualTo("g");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nbd:",
                "nbd:host:10809",
                "nbd:///disk",
                "nbd://:5/disk",
                "nbd://user@host/disk",
                "nbd://host:0/disk",
                "nbd://host:65536/disk",
                "nbd://host:-1/disk",
                "nbd://host:99999999999/disk",
                "nbd://::1/disk",
                "nbd://[::1/disk",
                "nbd://host/%zz",
                "nbd://host/%",
                "nbd://host/%00",
                "nbd://host/%ff",
                "nbd://host/a b",
                "nbd://host/a#b",
                "nbd://host/\n",
                "nbd://h%20st/a",
                "nbd://host/a?socket=/x",
                "nbd://host/a?what=ever",
                "nbd://host/a?tls-certificates=/x",
                "nbds://host/a?tls-psk-file=/x",
                "nbds://host/a?tls-type=anon",
                "nbds://host/a?tls-verify-peer=0",
                "nbds://host/a?tls-certificates=",
                "nbds://host/a?tls-hostname=a&tls-hostname=b",
                "nbds+unix:///a?socket=/x",
                "nbd+unix:///a",
                "nbd+unix:///a?socket=",
                "nbd+unix://host/a?socket=/x",
                "nbd+unix:///a?socket=%00abstract",
                "nbd+vsock:///a",
                "http://host/a",
                "/dev/sda",
                "disk.qcow2",
            })
    void refusesTheRestInOneLine(String text) {
        assertThatThrownBy(() -> NbdUri.parse(text))
                .isInstanceOf(NbdException.BadUri.class)
                .message()
                .isNotBlank()
                .doesNotContain("\n")
                .hasSizeLessThan(400);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatThrownBy(() -> NbdUri.parse("nbd://h/" + "x".repeat(5000)))
                .isInstanceOf(NbdException.BadUri.class);
        assertThatThrownBy(() -> NbdUri.parse("nbd://h/" + "x".repeat(1_000_000)))
                .isInstanceOf(NbdException.BadUri.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"disk.raw", "nbd", "nbd:x", "/nbd://x", "./nbd:/x", "C:/disk", "nbd.raw"})
    void leavesNamesOfFilesAlone(String text) {
        assertThat(NbdUri.isOne(text)).isFalse();
    }
}
