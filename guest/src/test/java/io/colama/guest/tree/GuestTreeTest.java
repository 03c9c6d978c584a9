package io.colama.guest.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.guest.file.Entry;
import io.colama.guest.file.MemoryNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Paths are followed inside the guest, whatever links say. */
class GuestTreeTest {

    private static final MemoryNode ROOT =
            MemoryNode.of(
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
        return ((MemoryNode) found.node()).text();
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
        MemoryNode boot =
                MemoryNode.of(false, Map.of("vmlinuz", "kernel", "up@", "../etc/hostname"));
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
        MemoryNode system =
                MemoryNode.of(
                        true,
                        Map.of(
                                "Windows/System32/config/SYSTEM", "hive",
                                "Documents and Settings@", "\\??\\C:\\Users",
                                "Users/ana/text", "hello",
                                "data@", "D:\\share"));
        MemoryNode data = MemoryNode.of(true, Map.of("share/file", "on d"));
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
