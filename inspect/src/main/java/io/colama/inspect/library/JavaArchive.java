package io.colama.inspect.library;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * What an archive of Java is made of: the {@code pom.properties} that Maven puts into it, also
 * those of archives within. One without any is known by its name.
 */
final class JavaArchive {

    private static final int MOST_DEPTH = 4;
    private static final int MOST_ENTRIES = 200_000;
    private static final int MOST_PROPERTIES = 1 << 16;
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z][\\w.-]{0,200}?)-(\\d[\\w.+-]{0,100})\\.(?:jar|war|ear|hpi)");
    private static final Pattern DESCRIPTION =
            Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");

    private final List<Library> found = new ArrayList<>();
    private long bytesLeft;
    private int entriesLeft = MOST_ENTRIES;

    private JavaArchive(long mostBytes) {
        this.bytesLeft = mostBytes;
    }

    static boolean isOne(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".jar")
                || lower.endsWith(".war")
                || lower.endsWith(".ear")
                || lower.endsWith(".hpi");
    }

    /**
     * Reads an archive.
     *
     * @param mostBytes how many unpacked bytes are looked at
     * @throws ZipException when it is damaged, too large or none
     */
    static List<Library> read(String name, InputStream stream, long mostBytes) throws IOException {
        JavaArchive archive = new JavaArchive(mostBytes);
        archive.read(name, stream, 0);
        return archive.found;
    }

    private void read(String name, InputStream stream, int depth) throws IOException {
        int before = found.size();
        ZipInputStream zip = new ZipInputStream(stream);
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (--entriesLeft < 0) {
                    throw new ZipException("more than " + MOST_ENTRIES + " entries found");
                }
                Counted content = new Counted(zip);
                if (DESCRIPTION.matcher(entry.getName()).matches()) {
                    described(content).ifPresent(found::add);
                } else if (isOne(entry.getName()) && depth < MOST_DEPTH) {
                    String inner = entry.getName();
                    read(inner.substring(inner.lastIndexOf('/') + 1), content, depth + 1);
                }
                content.skipAll();
            }
        } catch (IllegalArgumentException badName) {
            throw new ZipException("an entry whose name is no text found");
        }
        Matcher known = NAME.matcher(name);
        if (found.size() == before && known.matches()) {
            found.add(new Library("maven", known.group(1), known.group(2), ""));
        }
    }

    private static Optional<Library> described(InputStream content) throws IOException {
        Properties properties = new Properties();
        byte[] text = content.readNBytes(MOST_PROPERTIES);
        properties.load(
                new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8));
        String group = properties.getProperty("groupId", "");
        String artifact = properties.getProperty("artifactId", "");
        return artifact.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Library(
                                "maven",
                                group.isEmpty() ? artifact : group + ":" + artifact,
                                properties.getProperty("version", ""),
                                ""));
    }

    /** An entry, whose bytes count and which is not closed. */
    private final class Counted extends FilterInputStream {

        Counted(InputStream entry) {
            super(entry);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            bytesLeft -= Math.max(count, 0);
            if (bytesLeft < 0) {
                throw new ZipException("too many bytes to look at all of them");
            }
            return count;
        }

        void skipAll() throws IOException {
            transferTo(OutputStream.nullOutputStream());
        }

        @Override
        public void close() {
            // the archive around it goes on
        }
    }
}
