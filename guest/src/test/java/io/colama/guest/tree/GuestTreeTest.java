package io.colama.guest.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.NodeKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Paths are followed inside the guest, whatever links say. */
class GuestTreeTest {

    /** A file system in memory. Links are names that end in {@code @}. */
    private static final class Fixed implements FileNode {
        private final Attributes attributes;
        private final String text;
        private final boolean anyCase;
        private final SortedMap<String, Fixed> children = new TreeMap<>();

        Fixed(NodeKind kind, String text, boolean anyCase) {
            this.attributes =
                    new Attributes(kind, text.length(), 0644, 0, 0, 1, Attributes.Times.NONE, 0, 1);
            this.text = text;
            this.anyCase = anyCase;
        }

        static Fixed of(boolean anyCase, Map<String, String> files) {
            Fixed root = new Fixed(NodeKind.DIRECTORY, "", anyCase);
            files.forEach((path, text) -> {
                Fixed at = root;
                String[] names = path.split("/", -1);
                for (int i = 0; i < names.length - 1; i++) {
                    at =
                            at.children.computeIfAbsent(
                                    names[i], _ -> new Fixed(NodeKind.DIRECTORY, "", anyCase));
                }
                String name = names[names.length - 1];
                if (name.endsWith("@")) {
                    at.children.put(
                            name.replace("@", ""), new Fixed(NodeKind.SYMLINK, text, anyCase));
                } else if (!name.isEmpty()) {
                    at.children.put(name, new Fixed(NodeKind.FILE, text, anyCase));
                }
            });
            return root;
        }

        @Override
        public Attributes attributes() {
            return attributes;
        }

        @Override
        public List<Entry> entries() {
            return children.entrySet().stream()
                    .map(e -> new Entry(e.getKey(), Optional.empty(), e::getValue))
                    .toList();
        }

        @Override
        public Optional<FileNode> child(String name) {
            return children.entrySet().stream()
                    .filter(e ->
                            anyCase
                                    ? e.getKey()
                                            .toLowerCase(Locale.ROOT)
                                            .equals(name.toLowerCase(Locale.ROOT))
                                    : e.getKey().equals(name))
                    .findFirst()
                    .map(Map.Entry::getValue);
        }

        @Override
        public BlockSource content() {
            return BlockSources.of(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String target() {
            return text;
        }

        @Override
        public SortedMap<String, byte[]> extendedAttributes() {
            return new TreeMap<>();
        }
    }

    private static final Fixed ROOT =
            Fixed.of(
                    false,
                    Map.ofEntries(
                            Map.entry("usr/lib/os-release", "ID=debian"),
                            Map.entry("etc/os-release@", "../usr/lib/os-release"),
                            Map.entry("lib@", "usr/lib"),
                            Map.entry("etc/absolute@", "/lib/os-release"),
                            Map.entry("etc/outside@", "../../../../../../etc/hostname"),
                            Map.entry("etc/hostname", "here"),
                            Map.entry("a@", "b"),
                            Map.entry("b@", "a"),
                            Map.entry("broken@", "nowhere/at/all"),
                            Map.entry("boot/hidden", "below the mount")));

    private static String read(GuestTree tree, String path) throws IOException {
        return tree.find(path).map(found -> found.path() + " " + text(found)).orElse("none");
    }

    private static String text(GuestTree.Located found) {
        return ((Fixed) found.node()).text;
    }

    @Test
    void followsLinksInsideTheGuest() throws IOException {
        GuestTree tree = GuestTree.posix(ROOT);
        assertThat(read(tree, "/etc/os-release")).isEqualTo("/usr/lib/os-release ID=debian");
        assertThat(read(tree, "etc/absolute")).isEqualTo("/usr/lib/os-release ID=debian");
        assertThat(read(tree, "/etc/outside")).isEqualTo("/etc/hostname here");
        assertThat(read(tree, "//usr/./lib/../lib//os-release"))
                .isEqualTo("/usr/lib/os-release ID=debian");
        assertThat(read(tree, "/../..")).isEqualTo("/ ");
        assertThat(tree.findItself("/etc/os-release").orElseThrow().path())
                .isEqualTo("/etc/os-release");
    }

    @Test
    void linksInACircleAndIntoNothingFindNothing() throws IOException {
        GuestTree tree = GuestTree.posix(ROOT);
        assertThat(tree.find("/a")).isEmpty();
        assertThat(tree.find("/broken")).isEmpty();
        assertThat(tree.find("/etc/hostname/below")).isEmpty();
        assertThat(tree.find("/ETC")).isEmpty();
    }

    @Test
    void anotherFileSystemCoversWhatIsBelow() throws IOException {
        Fixed boot = Fixed.of(false, Map.of("vmlinuz", "kernel", "up@", "../etc/hostname"));
        GuestTree tree = GuestTree.posix(ROOT).with("/boot", boot);
        assertThat(read(tree, "/boot/vmlinuz")).isEqualTo("/boot/vmlinuz kernel");
        assertThat(tree.find("/boot/hidden")).isEmpty();
        assertThat(read(tree, "/boot/up")).isEqualTo("/etc/hostname here");
        assertThat(tree.places()).containsExactly("/", "/boot");
        GuestTree.Located root = tree.find("/").orElseThrow();
        assertThat(tree.entries(root)).extracting(Entry::name).contains("boot", "etc");
        Entry mounted =
                tree.entries(root).stream()
                        .filter(entry -> entry.name().equals("boot"))
                        .findFirst()
                        .orElseThrow();
        assertThat(mounted.open().child("vmlinuz")).isPresent();
    }

    @Test
    void windowsPathsKnowDrivesSlashesAndNoCase() throws IOException {
        Fixed system =
                Fixed.of(
                        true,
                        Map.of(
                                "Windows/System32/config/SYSTEM", "hive",
                                "Documents and Settings@", "\\??\\C:\\Users",
                                "Users/ana/text", "hello",
                                "data@", "D:\\share"));
        Fixed data = Fixed.of(true, Map.of("share/file", "on d"));
        GuestTree tree = GuestTree.windows('c', system).with("D:", data);
        assertThat(read(tree, "c:\\windows\\SYSTEM32/Config\\system")).endsWith(" hive");
        assertThat(read(tree, "\\Windows\\System32\\config\\SYSTEM"))
                .isEqualTo("C:\\Windows\\System32\\config\\SYSTEM hive");
        assertThat(read(tree, "/documents and settings/Ana/text")).endsWith(" hello");
        assertThat(read(tree, "C:/data/file")).isEqualTo("D:\\share\\file on d");
        assertThat(tree.find("E:\\x")).isEmpty();
        assertThat(tree.places()).containsExactly("C:\\", "D:\\");
    }
}
