package io.colama.inspect.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.MemoryNode;
import io.colama.guest.tree.GuestTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Files that cannot be read are neither equal nor gone. */
class UnreadableFilesTest {

    /** A directory in which one name leads to damage. */
    private record Damaged(MemoryNode whole, String name) implements FileNode {

        @Override
        public Attributes attributes() {
            return whole.attributes();
        }

        @Override
        public List<Entry> entries() {
            return whole.entries().stream()
                    .map(entry ->
                            entry.name().equals(name)
                                    ? new Entry(name, Optional.empty(), Damaged::broken)
                                    : entry)
                    .toList();
        }

        private static FileNode broken() throws ImageException {
            throw new ImageException.Damaged("an inode of zeros found");
        }

        @Override
        public Optional<FileNode> child(String wanted) {
            return whole.child(wanted);
        }

        @Override
        public BlockSource content() {
            return whole.content();
        }

        @Override
        public String target() {
            return whole.target();
        }

        @Override
        public SortedMap<String, byte[]> extendedAttributes() {
            return whole.extendedAttributes();
        }
    }

    private static MemoryNode files(String changed) {
        return MemoryNode.of(false, Map.of("a", "same", "b", "same", "c", changed));
    }

    private static List<Change> compare(FileNode before, FileNode after) throws IOException {
        List<Change> changes = new ArrayList<>();
        new TreeDiff(
                        GuestTree.posix(before),
                        GuestTree.posix(after),
                        (change, _, _) -> changes.add(change),
                        () -> false)
                .compare("/");
        return changes;
    }

    @Test
    void oneThatIsBrokenOnOneSideIsToldAndTheOthersAreCompared() throws IOException {
        for (List<Change> changes :
                List.of(
                        compare(new Damaged(files("old"), "b"), files("newer")),
                        compare(files("old"), new Damaged(files("newer"), "b")))) {
            assertThat(changes).extracting(Change::name).containsExactly("/b", "/c");
            assertThat(changes.getFirst().toString())
                    .contains("cannot be read: an inode of zeros found");
        }
    }
}
