package io.colama.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.ImageException;
import io.colama.testkit.Seed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files out of archives that nobody trusts. */
class ReceiveFilesTest {

    private static final GuestPath FROM = new GuestPath("web", Optional.empty(), "/etc");

    @TempDir private Path directory;

    private CopyFiles.Result receive(byte[] tar) throws IOException {
        return ReceiveFiles.run(
                FROM, new ByteArrayInputStream(tar), directory.resolve("copy"), Task.SILENT);
    }

    private void clear() throws IOException {
        Path copy = directory.resolve("copy");
        if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(copy)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static byte[] member(String name, char type, String link, String content) {
        byte[] head = new byte[512];
        put(head, 0, name);
        put(head, 100, "0000755");
        put(head, 124, "%011o".formatted(content.length()));
        put(head, 136, "00000000000");
        put(head, 148, "        ");
        head[156] = (byte) type;
        put(head, 157, link);
        int sum = 0;
        for (byte each : head) {
            sum += each & 0xff;
        }
        put(head, 148, "%06o\0".formatted(sum));
        byte[] whole = Arrays.copyOf(head, 512 + (content.length() + 511) / 512 * 512);
        put(whole, 512, content);
        return whole;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static byte[] archive(byte[]... members) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] each : members) {
            all.writeBytes(each);
        }
        all.writeBytes(new byte[1024]);
        return all.toByteArray();
    }

    @Test
    void makesWhatIsInTheArchive() throws IOException {
        CopyFiles.Result made =
                receive(
                        archive(
                                member("etc/", '5', "", ""),
                                member("etc/a", '0', "", "text"),
                                member("etc/b", '1', "etc/a", ""),
                                member("etc/c", '2', "/nowhere", ""),
                                member("etc/d/", '5', "", ""),
                                member("etc/d/e", '0', "", ""),
                                member("etc/null", '3', "", ""),
                                member("SHA256SUMS", '0', "", "sums")));
        Path copy = directory.resolve("copy");
        assertThat(copy.resolve("a")).hasContent("text");
        assertThat(copy.resolve("b")).hasContent("text");
        assertThat(Files.readSymbolicLink(copy.resolve("c"))).isEqualTo(Path.of("/nowhere"));
        assertThat(copy.resolve("d/e")).isEmptyFile();
        assertThat(copy.resolve("SHA256SUMS")).doesNotExist();
        assertThat(made.files()).isEqualTo(6);
        assertThat(made.warnings()).containsExactly("/etc/null: a character device is left out");
    }

    @Test
    void makesNothingOutsideOfTheTarget() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        byte[] top = member("etc/", '5', "", "");
        byte[][] hostile = {
            member("etc/../outside/x", '0', "", "text"),
            member("../outside/x", '0', "", "text"),
            member(outside + "/x", '0', "", "text"),
            member("etc//x", '0', "", "text"),
            member("etc/nothing/x", '0', "", "text"),
        };
        for (byte[] each : hostile) {
            assertThatThrownBy(() -> receive(archive(top, each)))
                    .isInstanceOf(ImageException.Damaged.class);
            clear();
        }
        for (String first : new String[] {"..", "", "a/b", "/etc"}) {
            assertThatThrownBy(() -> receive(archive(member(first, '5', "", ""))))
                    .isInstanceOf(ImageException.Damaged.class);
        }
        byte[] link = member("etc/link", '2', outside.toString(), "");
        assertThatThrownBy(() -> receive(archive(top, link, member("etc/link/x", '0', "", "text"))))
                .isInstanceOf(ImageException.Damaged.class);
        clear();
        assertThatThrownBy(() -> receive(archive(top, link, member("etc/link", '0', "", "text"))))
                .isInstanceOf(IOException.class);
        clear();
        CopyFiles.Result made =
                receive(
                        archive(
                                top,
                                member("etc/..", '0', "", "text"),
                                member("etc/x", '1', "/etc/passwd", "")));
        assertThat(made.warnings()).hasSize(2);
        assertThat(outside).isEmptyDirectory();
        assertThat(directory.resolve("x")).doesNotExist();
    }

    @Test
    void everyMutantIsReadOrRefused() throws IOException {
        byte[] whole =
                archive(
                        member("etc/", '5', "", ""),
                        member("PaxHeader", 'x', "", "19 path=etc/longer\n"),
                        member("etc/long", '0', "", "text"),
                        member(
                                "PaxHeader",
                                'x',
                                "",
                                "22 GNU.sparse.major=1\n29 GNU.sparse.realsize=70000\n25 GNU.sparse.name=etc/s\n"),
                        member("etc/S/s", '0', "", sparse()),
                        member("SHA256SUMS", '0', "", "sums"));
        assertThat(receive(whole).files()).isEqualTo(3);
        assertThat(Files.size(directory.resolve("copy/s"))).isEqualTo(70_000);
        RandomGenerator random = Seed.of(31).random();
        for (int i = 0; i < 2000; i++) {
            clear();
            byte[] mutant = whole.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
            }
            mutant =
                    random.nextInt(8) == 0
                            ? Arrays.copyOf(mutant, random.nextInt(mutant.length))
                            : mutant;
            try {
                assertThat(receive(mutant).files()).isLessThan(10);
            } catch (IOException told) {
                assertThat(told.getMessage()).isNotBlank();
            }
        }
    }

    private static String sparse() {
        String map = "2\n512\n4\n70000\n0\n";
        return map + "\0".repeat(512 - map.length()) + "data";
    }
}
