package io.colama.inspect.packages;

import io.colama.block.ImageException;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.sqlite.SqliteFile;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The database of rpm in the three forms that it has had, told apart by what is in the file. Where
 * several are there, as after an upgrade, the newest form with packages in it counts.
 */
final class Rpm {

    private static final List<String> PLACES =
            List.of("usr/lib/sysimage/rpm", "var/lib/rpm", "usr/share/rpm");
    private static final List<String> FILES = List.of("rpmdb.sqlite", "Packages.db", "Packages");
    private static final String KEYS = "gpg-pubkey";

    private final Subject subject;

    Rpm(Subject subject) {
        this.subject = subject;
    }

    Optional<PackageSet> read() throws IOException {
        Optional<PackageSet> empty = Optional.empty();
        for (String file : FILES) {
            for (String place : PLACES) {
                String path = place + "/" + file;
                Optional<Subject.Content> content = subject.bytes(path, Subject.MOST_FILE_BYTES);
                if (content.isEmpty()) {
                    continue;
                }
                PackageSet set =
                        new PackageSet(
                                "rpm", content.get().origin(), packages(path, content.get()));
                if (!set.packages().isEmpty()) {
                    return Optional.of(set);
                }
                empty = empty.or(() -> Optional.of(set));
            }
        }
        return empty;
    }

    private List<PackageFacts> packages(String path, Subject.Content content) throws IOException {
        List<PackageFacts> packages = new ArrayList<>();
        try {
            for (ByteBuffer blob : blobs(path, content.bytes())) {
                add(path, blob, packages);
            }
        } catch (ImageException broken) {
            subject.problem("damaged:rpm", "/" + path, String.valueOf(broken.getMessage()));
        }
        packages.sort(
                Comparator.comparing(PackageFacts::name).thenComparing(PackageFacts::version));
        return packages;
    }

    private List<ByteBuffer> blobs(String path, byte[] bytes) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        if (SqliteFile.isOne(bytes)) {
            byte[] log =
                    subject.bytes(path + "-wal", Subject.MOST_FILE_BYTES)
                            .map(Subject.Content::bytes)
                            .orElse(new byte[0]);
            List<ByteBuffer> blobs = new ArrayList<>();
            boolean found =
                    SqliteFile.open(bytes, log)
                            .rows(
                                    "Packages",
                                    row -> {
                                        if (row.values().size() > 1) {
                                            blobs.add(row.values().get(1).bytes());
                                        }
                                    });
            if (!found) {
                throw new ImageException.Damaged("a database without the table Packages found");
            }
            return blobs;
        }
        if (bytes.length >= 4 && file.order(ByteOrder.LITTLE_ENDIAN).getInt(0) == RpmNdb.MAGIC) {
            return RpmNdb.blobs(file);
        }
        if (RpmBerkeley.isOne(file)) {
            return RpmBerkeley.blobs(file);
        }
        throw new ImageException.Unsupported(
                "neither SQLite, ndb nor a hash of Berkeley DB in %d bytes found"
                        .formatted(bytes.length));
    }

    private void add(String path, ByteBuffer blob, List<PackageFacts> packages) {
        try {
            RpmHeader header = RpmHeader.parse(blob);
            String name = header.text(RpmHeader.NAME);
            if (!name.isEmpty() && !name.equals(KEYS)) {
                packages.add(facts(name, header));
            }
        } catch (ImageException broken) {
            subject.problem("damaged:rpm", "/" + path, String.valueOf(broken.getMessage()));
        }
    }

    private static PackageFacts facts(String name, RpmHeader header) {
        String version =
                header.number(RpmHeader.EPOCH).map(epoch -> epoch + ":").orElse("")
                        + header.text(RpmHeader.VERSION)
                        + "-"
                        + header.text(RpmHeader.RELEASE);
        long bytes =
                header.number(RpmHeader.LONG_SIZE)
                        .or(() -> header.number(RpmHeader.SIZE))
                        .orElse(0L);
        String installed = FieldValue.time(header.number(RpmHeader.INSTALLED).orElse(0L));
        return new PackageFacts(
                name,
                version,
                header.text(RpmHeader.ARCHITECTURE),
                header.text(RpmHeader.SOURCE),
                "",
                header.text(RpmHeader.LICENCE),
                header.text(RpmHeader.VENDOR),
                bytes,
                "installed",
                false,
                installed,
                header.text(RpmHeader.SUMMARY));
    }
}
