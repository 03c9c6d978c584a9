package io.colama.inspect.hive;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Hives for tests: samples, and new ones that hivex writes. */
public final class Hives {

    private Hives() {}

    /** A sample, unpacked into a directory. */
    public static Path sample(String name, Path directory)
            throws IOException, InterruptedException {
        Path copy = directory.resolve(Path.of(name).getFileName().toString());
        if (name.endsWith("_test_hive")) {
            return Files.copy(Samples.find(name), copy);
        }
        Path packed = Samples.find(name + ".xz");
        ForeignTool.require("sh").run("-c", "xz -dc '%s' > '%s'".formatted(packed, copy));
        return copy;
    }

    /**
     * A hive with keys and values in the form of {@code .reg} files, below the prefix {@code HIVE}.
     */
    public static Path write(Path file, String text) throws IOException, InterruptedException {
        Files.copy(Samples.find("phony/minimal-hive"), file);
        if (!file.toFile().setWritable(true)) {
            throw new IOException(file + " cannot be made writable");
        }
        return merge(
                file,
                "HIVE",
                Files.writeString(file.resolveSibling(file.getFileName() + ".reg"), parents(text)));
    }

    /** Adds what a {@code .reg} file says to a hive. */
    public static Path merge(Path hive, String prefix, Path text)
            throws IOException, InterruptedException {
        ForeignTool.require("hivexregedit").run("--merge", hive, "--prefix", prefix, text);
        return hive;
    }

    /** Names each parent before its child, which hivexregedit wants. */
    private static String parents(String text) {
        StringBuilder all = new StringBuilder();
        Set<String> known = new HashSet<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("[")) {
                String path = line.substring(1, line.length() - 1);
                for (int at = path.indexOf('\\', "HIVE\\".length());
                        at > 0;
                        at = path.indexOf('\\', at + 1)) {
                    if (known.add(path.substring(0, at))) {
                        all.append('[').append(path, 0, at).append("]\n\n");
                    }
                }
                known.add(path);
            }
            all.append(line).append('\n');
        }
        return all.toString();
    }

    /** Opens a hive of a test and its logs; the bytes are in memory. */
    public static Hive open(Path hive, Path... logs) throws IOException {
        List<BlockSource> sources =
                Arrays.stream(logs).map(log -> BlockSources.of(bytes(log))).toList();
        return Hive.open(BlockSources.of(bytes(hive)), sources);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** How much a walk found. */
    record Count(int keys, int values, long bytes) {}

    /** Reads everything there is, up to so many keys. */
    static Count walk(Hive hive, int most) throws IOException {
        Deque<HiveKey> left = new ArrayDeque<>(List.of(hive.root()));
        int keys = 0;
        int values = 0;
        long bytes = 0;
        while (!left.isEmpty() && keys < most) {
            HiveKey key = left.pop();
            keys++;
            bytes += key.name().getBytes(StandardCharsets.UTF_8).length;
            for (HiveValue value : key.values()) {
                values++;
                bytes += value.bytes().length + value.text().length();
                value.number();
            }
            left.addAll(key.children());
        }
        return new Count(keys, values, bytes);
    }
}
