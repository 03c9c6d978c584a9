package io.colama.inspect.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSources;
import io.colama.guest.file.Condition;
import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hives that Windows wrote, compared with what hivex reads in them and what Windows recovers. */
class HiveSamplesTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SYSTEM",
                "SYSTEM_B",
                "SYSTEM_WIN_10_1709",
                "SAM",
                "SECURITY",
                "NTUSER.DAT",
                "UsrClass.dat",
                "amcache.hve",
                "ntuser_software_partial",
                "rlenvalue_test_hive"
            })
    void readsTheSameKeysAndValuesAsHivex(String name) throws Exception {
        Path file = Hives.sample("registry/" + name, directory);
        Path xml = directory.resolve("xml");
        ForeignTool.require("hivexml");
        ForeignTool.require("sh").run("-c", "hivexml '%s' > '%s'".formatted(file, xml));
        List<String> ours = new ArrayList<>();
        Hive hive = Hives.open(file);
        describe(hive.root(), ours);
        List<String> theirs;
        try (InputStream in = Files.newInputStream(xml)) {
            theirs = read(in);
        }
        assertThat(ours).hasSameSizeAs(theirs);
        for (int i = 0; i < ours.size(); i++) {
            assertThat(ours.get(i)).as("line %d", i).isEqualTo(theirs.get(i));
        }
    }

    /** Keys and values as they come, a line each. */
    private static void describe(HiveKey key, List<String> lines) throws IOException {
        String time =
                key.lastWritten().map(t -> t.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("");
        lines.add("key " + printable(key.name()) + " " + time);
        for (HiveValue value : key.values()) {
            OptionalLong number = value.number();
            byte[] bytes = value.bytes();
            String content =
                    switch (value.type()) {
                        case HiveValue.DWORD, HiveValue.DWORD_BE ->
                                number.isPresent()
                                        ? String.valueOf((int) number.getAsLong())
                                        : "-1"; // as hivexml says it
                        case HiveValue.QWORD ->
                                number.isPresent() ? String.valueOf(number.getAsLong()) : "-1";
                        case HiveValue.SZ, HiveValue.EXPAND_SZ, HiveValue.LINK ->
                                printable(utf16(bytes));
                        case HiveValue.MULTI_SZ ->
                                value.texts().stream()
                                        .map(HiveSamplesTest::printable)
                                        .toList()
                                        .toString();
                        default -> Base64.getEncoder().encodeToString(bytes);
                    };
            lines.add(
                    "value " + printable(value.name()) + " " + kind(value.type()) + " " + content);
        }
        for (HiveKey child : key.children()) {
            describe(child, lines);
        }
    }

    /** As hivex reads them: it takes text of ASCII bytes for characters of Chinese. */
    private static String utf16(byte[] bytes) {
        String text = new String(bytes, 0, bytes.length / 2 * 2, StandardCharsets.UTF_16LE);
        int nul = text.indexOf('\0');
        return nul < 0 ? text : text.substring(0, nul);
    }

    private static String kind(int type) {
        return switch (type) {
            case HiveValue.SZ -> "string";
            case HiveValue.EXPAND_SZ -> "expand";
            case HiveValue.LINK -> "link";
            case HiveValue.MULTI_SZ -> "string-list";
            case HiveValue.DWORD, HiveValue.DWORD_BE -> "int32";
            case HiveValue.QWORD -> "int64";
            default -> "bytes";
        };
    }

    /** What survives XML. */
    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "").strip();
    }

    private static List<String> read(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XMLStreamReader reader = factory.createXMLStreamReader(in);
        List<String> lines = new ArrayList<>();
        boolean inKey = false;
        List<String> texts = new ArrayList<>();
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (reader.getLocalName()) {
                    case "node" -> {
                        inKey = true;
                        lines.add("key " + decoded(reader, "name", "name_encoding") + " ");
                    }
                    case "mtime" -> {
                        if (inKey) {
                            lines.add(lines.removeLast() + earliest(reader.getElementText()));
                        }
                    }
                    case "string" -> texts.add(printable(reader.getElementText()));
                    case "value" -> {
                        inKey = false;
                        lines.add(value(reader));
                    }
                    default -> {}
                }
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && reader.getLocalName().equals("value")) {
                if (lines.getLast().contains(" string-list ")) {
                    int end = texts.indexOf(""); // what follows an empty text is not in the list
                    lines.add(lines.removeLast() + (end < 0 ? texts : texts.subList(0, end)));
                }
                texts.clear();
            }
        }
        return lines;
    }

    private static String earliest(String time) {
        return Instant.parse(time).isBefore(Instant.parse("1980-01-01T00:00:00Z")) ? "" : time;
    }

    private static String attribute(XMLStreamReader reader, String name) {
        String value = reader.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    private static String decoded(XMLStreamReader reader, String name, String encoding) {
        String value = attribute(reader, name);
        return printable(
                attribute(reader, encoding).equals("base64")
                        ? new String(Base64.getMimeDecoder().decode(value), StandardCharsets.UTF_8)
                        : value);
    }

    private static String value(XMLStreamReader reader) {
        String type = attribute(reader, "type");
        boolean text = List.of("string", "expand", "link").contains(type);
        String content = attribute(reader, "value");
        String shown;
        if (text) {
            shown = decoded(reader, "value", "encoding");
        } else if (attribute(reader, "encoding").equals("base64")) {
            shown = Base64.getEncoder().encodeToString(Base64.getMimeDecoder().decode(content));
        } else {
            shown = content;
        }
        String kind =
                text || List.of("int32", "int64", "string-list").contains(type) ? type : "bytes";
        return "value " + decoded(reader, "key", "key_encoding") + " " + kind + " " + shown;
    }

    @Test
    void replaysLogsToTheBytesThatWindowsRecovered() throws Exception {
        String samples = "registry/dirty/NewDirtyHive1/";
        Path primary = Hives.sample(samples + "NewDirtyHive", directory);
        Path log1 = Hives.sample(samples + "NewDirtyHive.LOG1", directory);
        Path log2 = Hives.sample(samples + "NewDirtyHive.LOG2", directory);
        byte[] expected =
                Files.readAllBytes(Hives.sample(samples + "RecoveredHive_Windows10", directory));
        int end = 4096 + ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN).getInt(40);
        for (List<Path> logs : List.of(List.of(log1, log2), List.of(log2, log1))) {
            Hive hive = Hives.open(primary, logs.toArray(Path[]::new));
            assertThat(hive.condition()).isEqualTo(Condition.REPLAYED);
            assertThat(hive.damages()).isEmpty();
            assertThat(bins(hive)).isEqualTo(Arrays.copyOfRange(expected, 4096, end));
            assertThat(Hives.walk(hive, 1000).keys()).isEqualTo(5);
        }
        Hive alone = Hives.open(primary);
        assertThat(alone.condition()).isEqualTo(Condition.POSSIBLY_STALE);
        assertThat(alone.damages().getFirst()).contains("none of 0 logs fits");
        byte[] log = Files.readAllBytes(log1);
        log[600] ^= 1;
        Hive broken =
                Hive.open(
                        BlockSources.of(Files.readAllBytes(primary)),
                        List.of(BlockSources.of(log)));
        assertThat(broken.condition()).isEqualTo(Condition.POSSIBLY_STALE);
    }

    private static byte[] bins(Hive hive) throws IOException {
        byte[] bytes = new byte[(int) hive.bytes().size() - 4096];
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(10_000, bytes.length - at);
            ByteBuffer part = hive.bytes().read(4096L + at, length);
            part.get(0, bytes, at, length);
            at += length;
        }
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({"SYSTEM_B, REPLAYED", "UsrClass.dat, REPLAYED"})
    void replaysTheLogsOfWholeHives(String name, Condition expected) throws Exception {
        Path primary = Hives.sample("registry/" + name, directory);
        Path log1 = Hives.sample("registry/" + name + ".LOG1", directory);
        Path log2 = Hives.sample("registry/" + name + ".LOG2", directory);
        Hive hive = Hives.open(primary, log1, log2);
        assertThat(hive.condition()).isEqualTo(expected);
        Hives.Count count = Hives.walk(hive, Integer.MAX_VALUE);
        assertThat(hive.damages()).isEmpty();
        assertThat(count.keys()).isGreaterThan(6000);
    }

    @Test
    void aDamagedHiveGivesWhatCanBeReadAndSaysWhatCannot() throws Exception {
        Hive hive = Hives.open(Hives.sample("registry/corrupted_system_hive", directory));
        Hives.Count count = Hives.walk(hive, Integer.MAX_VALUE);
        assertThat(count.keys()).isGreaterThan(1000);
        assertThat(hive.damages()).isNotEmpty();
    }
}
