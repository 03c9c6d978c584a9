package io.colama.definition.archive;

import io.colama.block.BlockSource;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.text.Bound;
import io.colama.definition.text.SourceText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checksums of the files of an OVF package: the file with the ending {@code .mf}.
 *
 * @param entries one for each file, in the order of the manifest
 */
public record Manifest(List<Entry> entries) {

    /** How many files a manifest may name. */
    public static final Bound ENTRIES = new Bound("entries of a manifest", 10_000);

    private static final Pattern LINE =
            Pattern.compile("\\s*(SHA-?[0-9]{1,3})\\s*\\((.*)\\)\\s*=\\s*([0-9A-Fa-f]+)\\s*");

    private static final Map<String, String> ALGORITHMS =
            Map.of("SHA1", "SHA-1", "SHA256", "SHA-256", "SHA384", "SHA-384", "SHA512", "SHA-512");

    private static final int PIECE = 1 << 20;

    /**
     * The checksum of a file.
     *
     * @param name the file
     * @param algorithm the algorithm as the JDK calls it
     * @param hash the checksum in lower-case hex
     */
    public record Entry(String name, String algorithm, String hash) {}

    /** Finds the content of a file by its name; empty when there is none. */
    @FunctionalInterface
    public interface Files {
        /** Opens the file of this name; the caller closes it. */
        java.util.Optional<BlockSource> open(String name) throws IOException;
    }

    /** Copies the list. */
    public Manifest {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a manifest.
     *
     * @throws DefinitionException.Damaged when a line is none of a manifest
     * @throws DefinitionException.Unsupported when an algorithm is not known
     */
    public static Manifest parse(String what, byte[] content) throws DefinitionException {
        List<Entry> entries = new ArrayList<>();
        for (String line : SourceText.lines(SourceText.of(what, content))) {
            if (line.isBlank()) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new DefinitionException.Damaged(
                        what + ": a line such as SHA256(name)= hash expected, found otherwise");
            }
            String algorithm =
                    ALGORITHMS.get(parts.group(1).toUpperCase(Locale.ROOT).replace("-", ""));
            if (algorithm == null) {
                throw new DefinitionException.Unsupported(
                        what + ": the algorithm " + parts.group(1) + " is not known");
            }
            entries.add(
                    new Entry(
                            parts.group(2).strip(),
                            algorithm,
                            parts.group(3).toLowerCase(Locale.ROOT)));
            ENTRIES.check(what, entries.size());
        }
        return new Manifest(entries);
    }

    /**
     * Reads every file that the manifest names and compares its checksum.
     *
     * @throws DefinitionException.Damaged when a file is missing or has another checksum
     * @throws CancellationException when {@code progress} ends it
     */
    public void verify(String what, Files files, HashProgress progress) throws IOException {
        long total = 0;
        for (Entry entry : entries) {
            try (BlockSource content = open(what, files, entry)) {
                total += content.size();
            }
        }
        long done = 0;
        for (Entry entry : entries) {
            try (BlockSource content = open(what, files, entry)) {
                String found = hash(content, entry.algorithm(), progress, done, total);
                if (!found.equals(entry.hash())) {
                    throw new DefinitionException.Damaged(
                            what
                                    + ": file "
                                    + entry.name()
                                    + " has "
                                    + entry.algorithm()
                                    + " "
                                    + found
                                    + ", "
                                    + entry.hash()
                                    + " expected; copy it again from where it came");
                }
                done += content.size();
            }
        }
    }

    private static BlockSource open(String what, Files files, Entry entry) throws IOException {
        return files.open(entry.name())
                .orElseThrow(() ->
                        new DefinitionException.Damaged(
                                what
                                        + ": file "
                                        + entry.name()
                                        + " is in the manifest and not in the package"));
    }

    private static String hash(
            BlockSource content, String algorithm, HashProgress progress, long done, long total)
            throws IOException {
        MessageDigest digest = digest(algorithm);
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long at = 0; at < content.size(); at += piece.limit()) {
            if (!progress.goOn(done + at, total)) {
                throw new CancellationException("verification of a manifest");
            }
            piece.clear().limit((int) Math.min(PIECE, content.size() - at));
            content.read(at, piece);
            digest.update(piece.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
