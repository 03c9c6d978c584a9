package io.colama.guest.archive;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Run;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.GuestName;
import io.colama.guest.tree.GuestTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes a tree of a guest's files as a tar archive. One thread. */
public final class TreeArchive {

    /** The manifest at the end of an archive. */
    public static final String MANIFEST = "SHA256SUMS";

    /** The record of the last header that tells what was left out, a line for each. */
    static final String COMMENT = "comment";

    private static final int MOST_LEFT_OUT = 100;
    private static final int CHUNK = 1 << 20;
    private static final int MOST_DEPTH = 512;
    private static final int MOST_RUNS = 1 << 20;
    private static final long LEAST_HOLES = 64 << 10;
    private static final int BLOCK = 512;

    private final GuestTree tree;
    private final Watcher watcher;
    private final TarWriter tar;
    private final Map<String, String> linked = new HashMap<>();
    private final StringBuilder manifest = new StringBuilder();
    private final List<String> leftOut = new ArrayList<>();
    private final byte[] chunk = new byte[CHUNK];
    private long files;
    private long bytes;

    private TreeArchive(GuestTree tree, OutputStream out, Watcher watcher) {
        this.tree = tree;
        this.watcher = watcher;
        this.tar = new TarWriter(out);
    }

    /** Sees how the work goes on. */
    public interface Watcher {

        /**
         * Bytes of content were written; the work ends with the exception that this throws, when it
         * is to be given up.
         */
        void advanced(long bytes) throws IOException;

        /** A file or directory cannot be read and is left out. */
        void leftOut(String path, String why);
    }

    /**
     * What was written.
     *
     * @param files members without the manifest
     * @param bytes of their content, holes not counted
     */
    public record Written(long files, long bytes) {}

    /**
     * Writes everything from {@code start} on, under its own last name. The stream stays open.
     *
     * @throws IOException when the stream cannot be written to or the disk cannot be read; what is
     *     damaged in the guest is left out and told to the watcher
     */
    public static Written write(
            GuestTree tree, GuestTree.Located start, OutputStream out, Watcher watcher)
            throws IOException {
        TreeArchive archive = new TreeArchive(tree, out, watcher);
        archive.member(start, tree.name(start.path()).orElse("."), 0);
        archive.finish();
        return new Written(archive.files, archive.bytes);
    }

    private void finish() throws IOException {
        if (!leftOut.isEmpty()) {
            tar.comment(COMMENT, String.join("\n", leftOut).getBytes(StandardCharsets.UTF_8));
        }
        byte[] sums = GuestName.encode(manifest.toString());
        tar.begin(
                new TarMember(
                        MANIFEST.getBytes(StandardCharsets.US_ASCII),
                        '0',
                        0444,
                        0,
                        0,
                        sums.length,
                        Optional.of(Instant.EPOCH),
                        new byte[0],
                        0,
                        new TreeMap<>()));
        tar.write(sums, 0, sums.length);
        tar.close();
    }

    private void member(GuestTree.Located file, String name, int depth) throws IOException {
        watcher.advanced(0);
        try {
            Attributes attributes = file.node().attributes();
            switch (attributes.kind()) {
                case FILE -> file(file, name);
                case DIRECTORY -> directory(file, name, depth);
                case SYMLINK ->
                        plain(file.node(), name, '2', GuestName.encode(file.node().target()));
                case CHARACTER_DEVICE -> plain(file.node(), name, '3', new byte[0]);
                case BLOCK_DEVICE -> plain(file.node(), name, '4', new byte[0]);
                case FIFO -> plain(file.node(), name, '6', new byte[0]);
                case SOCKET, OTHER -> leftOut(file.path(), "tar has no form for this kind of file");
            }
        } catch (ImageException unreadable) {
            leftOut(file.path(), String.valueOf(unreadable.getMessage()));
        }
    }

    private void leftOut(String path, String why) {
        watcher.leftOut(path, why);
        if (leftOut.size() < MOST_LEFT_OUT) {
            leftOut.add("%s: left out: %s".formatted(path, why).replaceAll("[\\r\\n]", " "));
        }
    }

    private static TarMember head(
            FileNode node, String name, char type, long storedBytes, byte[] link)
            throws IOException {
        Attributes attributes = node.attributes();
        SortedMap<String, byte[]> records = new TreeMap<>();
        if (type != '1') {
            node.extendedAttributes()
                    .forEach((key, value) -> records.put("SCHILY.xattr." + key, value));
        }
        return new TarMember(
                GuestName.encode(name),
                type,
                attributes.mode(),
                attributes.uid(),
                attributes.gid(),
                storedBytes,
                attributes.times().modified(),
                link,
                attributes.device(),
                records);
    }

    private void plain(FileNode node, String name, char type, byte[] link) throws IOException {
        tar.begin(head(node, name, type, 0, link));
        files++;
    }

    private void directory(GuestTree.Located directory, String name, int depth) throws IOException {
        if (depth > MOST_DEPTH) {
            throw new ImageException.Damaged(
                    "directories more than %d deep found".formatted(MOST_DEPTH));
        }
        List<Entry> entries = new ArrayList<>(tree.entries(directory));
        plain(directory.node(), name + "/", '5', new byte[0]);
        entries.sort(
                Comparator.comparing(
                        entry -> GuestName.encode(entry.name()), Arrays::compareUnsigned));
        for (Entry entry : entries) {
            String path = tree.child(directory.path(), entry.name());
            FileNode node;
            try {
                node = entry.open();
            } catch (ImageException unreadable) {
                leftOut(path, String.valueOf(unreadable.getMessage()));
                continue;
            }
            member(new GuestTree.Located(path, node), name + "/" + entry.name(), depth + 1);
        }
    }

    private void file(GuestTree.Located file, String name) throws IOException {
        Attributes attributes = file.node().attributes();
        String key = tree.place(file.path()) + " " + attributes.id();
        if (attributes.links() > 1) {
            String first = linked.putIfAbsent(key, name);
            if (first != null) {
                plain(file.node(), name, '1', GuestName.encode(first));
                return;
            }
        }
        BlockSource content = file.node().content();
        List<Run> runs = dataRuns(content);
        long data = runs.stream().mapToLong(Run::length).sum();
        // before the head is written: whatever cannot be read is left out as a whole
        String hash = hash(content, runs);
        files++;
        if (content.size() - data >= LEAST_HOLES) {
            sparse(file.node(), name, content, runs, data);
        } else {
            tar.begin(head(file.node(), name, '0', content.size(), new byte[0]));
            if (data == content.size() && data <= CHUNK && runs.size() <= 1) {
                tar.write(chunk, 0, (int) data); // the hash left it there
                bytes += data;
            } else {
                copy(content, new Run(0, Math.max(1, content.size()), Run.Kind.DATA));
            }
        }
        manifestLine(hash, name);
    }

    private static List<Run> dataRuns(BlockSource content) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (long at = 0; at < content.size(); ) {
            Run run = content.runAt(at);
            if (run.kind() == Run.Kind.DATA) {
                if (!runs.isEmpty() && runs.getLast().end() == at) {
                    Run last = runs.removeLast();
                    run = new Run(last.offset(), run.end() - last.offset(), Run.Kind.DATA);
                }
                runs.add(run);
            }
            at = run.end();
            if (runs.size() > MOST_RUNS) {
                return List.of(new Run(0, content.size(), Run.Kind.DATA));
            }
        }
        return runs;
    }

    private String hash(BlockSource content, List<Run> runs) throws IOException {
        MessageDigest digest = sha256();
        byte[] zeros = new byte[BLOCK * BLOCK];
        long at = 0;
        for (Run run : runs) {
            zeros(digest, zeros, run.offset() - at);
            for (long place = run.offset(); place < run.end(); ) {
                int length = (int) Math.min(CHUNK, run.end() - place);
                content.read(place, ByteBuffer.wrap(chunk, 0, length));
                digest.update(chunk, 0, length);
                place += length;
                watcher.advanced(length);
            }
            at = run.end();
        }
        zeros(digest, zeros, content.size() - at);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void zeros(MessageDigest digest, byte[] zeros, long count) {
        for (long left = count; left > 0; left -= Math.min(left, zeros.length)) {
            digest.update(zeros, 0, (int) Math.min(left, zeros.length));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The form of GNU tar: a map of the data in decimal, then the data. */
    private void sparse(FileNode node, String name, BlockSource content, List<Run> runs, long data)
            throws IOException {
        StringBuilder map = new StringBuilder();
        boolean open = runs.isEmpty() || runs.getLast().end() < content.size();
        map.append(runs.size() + (open ? 1 : 0)).append('\n');
        for (Run run : runs) {
            map.append(run.offset()).append('\n').append(run.length()).append('\n');
        }
        if (open) {
            map.append(content.size()).append("\n0\n");
        }
        byte[] head = map.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] padded = Arrays.copyOf(head, Math.ceilDiv(head.length, BLOCK) * BLOCK);
        int slash = name.lastIndexOf('/');
        String shown =
                name.substring(0, slash + 1)
                        + "GNUSparseFile.0"
                        + name.substring(slash < 0 ? 0 : slash);
        Map<String, byte[]> records = new HashMap<>();
        records.put("GNU.sparse.major", number(1));
        records.put("GNU.sparse.minor", number(0));
        records.put("GNU.sparse.name", GuestName.encode(name));
        records.put("GNU.sparse.realsize", number(content.size()));
        tar.begin(
                head(node, name, '0', 0, new byte[0])
                        .with(padded.length + data, records, GuestName.encode(shown)));
        tar.write(padded, 0, padded.length);
        for (Run run : runs) {
            copy(content, run);
        }
    }

    private static byte[] number(long value) {
        return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
    }

    private void copy(BlockSource content, Run run) throws IOException {
        for (long at = run.offset(); at < Math.min(run.end(), content.size()); ) {
            int length = (int) Math.min(CHUNK, Math.min(run.end(), content.size()) - at);
            content.read(at, ByteBuffer.wrap(chunk, 0, length));
            tar.write(chunk, 0, length);
            at += length;
            bytes += length;
        }
    }

    /** As sha256sum writes it: a name with a line break or backslash is escaped and marked. */
    private void manifestLine(String hash, String name) {
        String escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        manifest.append(escaped.equals(name) ? "" : "\\");
        manifest.append(hash).append("  ").append(escaped).append('\n');
    }
}
