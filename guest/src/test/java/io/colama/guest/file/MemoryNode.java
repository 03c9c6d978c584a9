package io.colama.guest.file;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** A file of a file system in memory. */
public final class MemoryNode implements FileNode {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Attributes attributes;
    private final byte[] bytes;
    private final boolean anyCase;
    private final SortedMap<String, MemoryNode> children = new TreeMap<>();

    private MemoryNode(NodeKind kind, byte[] bytes, boolean anyCase) {
        this.attributes =
                new Attributes(
                        kind,
                        bytes.length,
                        0644,
                        0,
                        0,
                        1,
                        Attributes.Times.NONE,
                        0,
                        NUMBERS.incrementAndGet());
        this.bytes = bytes;
        this.anyCase = anyCase;
    }

    /**
     * A directory of files by their paths. A path that ends in {@code @} is a link, and one that
     * ends in {@code /} an empty directory.
     */
    public static MemoryNode of(boolean anyCase, Map<String, String> files) {
        Map<String, byte[]> bytes = new TreeMap<>();
        files.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return of(bytes, anyCase);
    }

    /** The same with bytes, and names compared byte by byte. */
    public static MemoryNode ofBytes(Map<String, byte[]> files) {
        return of(files, false);
    }

    /** The same with names compared without case. */
    public static MemoryNode ofBytesInAnyCase(Map<String, byte[]> files) {
        return of(files, true);
    }

    private static MemoryNode of(Map<String, byte[]> files, boolean anyCase) {
        MemoryNode root = new MemoryNode(NodeKind.DIRECTORY, new byte[0], anyCase);
        files.forEach((path, content) -> {
            MemoryNode at = root;
            String[] names = path.split("/", -1);
            for (int i = 0; i < names.length - 1; i++) {
                at =
                        at.children.computeIfAbsent(
                                names[i],
                                _ -> new MemoryNode(NodeKind.DIRECTORY, new byte[0], anyCase));
            }
            String name = names[names.length - 1];
            if (name.endsWith("@")) {
                at.children.put(
                        name.replace("@", ""), new MemoryNode(NodeKind.SYMLINK, content, anyCase));
            } else if (!name.isEmpty()) {
                at.children.put(name, new MemoryNode(NodeKind.FILE, content, anyCase));
            }
        });
        return root;
    }

    /** The content or target. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
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
        return BlockSources.of(bytes);
    }

    @Override
    public String target() {
        return text();
    }

    @Override
    public SortedMap<String, byte[]> extendedAttributes() {
        return new TreeMap<>();
    }
}
