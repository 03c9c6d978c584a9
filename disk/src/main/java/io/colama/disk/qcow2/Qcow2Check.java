package io.colama.disk.qcow2;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import java.util.ArrayList;
import java.util.List;

/** The rules that a header keeps before anything else of the image is believed. */
final class Qcow2Check {

    private static final Limit BACKING_NAME = new Limit("backing file name bytes", 1023);

    private final Qcow2Header header;
    private final String name;

    Qcow2Check(Qcow2Header header, String name) {
        this.header = header;
        this.name = name;
    }

    /** Cluster size and header length, which the extensions are read by. */
    void shape() throws ImageException {
        if (header.clusterBits() < 9 || header.clusterBits() > 21) {
            throw damaged(
                    "cluster bits %d found, 9 to 21 expected".formatted(header.clusterBits()));
        }
        if (header.headerLength() > 1L << header.clusterBits()) {
            throw damaged(
                    "header length %d found, at most a cluster expected"
                            .formatted(header.headerLength()));
        }
    }

    /** Everything else. */
    void rules(Qcow2Extensions extensions) throws ImageException {
        features(extensions);
        if (header.cryptMethod() != 0) {
            throw new ImageException.Unsupported(name + ": " + encryption());
        }
        if (header.sizeBytes() < 0) {
            throw damaged("disk size of 0x%x bytes".formatted(header.sizeBytes()));
        }
        boolean other = header.compressionType() != Qcow2Header.COMPRESSION_ZLIB;
        if (header.has(Qcow2Header.INCOMPATIBLE_COMPRESSION) != other) {
            throw damaged(
                    "compression type %d contradicts the feature bit"
                            .formatted(header.compressionType()));
        }
        if (header.compressionType() > Qcow2Header.COMPRESSION_ZSTD) {
            throw new ImageException.Unsupported(
                    "%s: compression type %d".formatted(name, header.compressionType()));
        }
        if (header.has(Qcow2Header.INCOMPATIBLE_EXTENDED_L2) && header.clusterBits() < 14) {
            throw damaged(
                    "extended L2 entries with cluster bits %d, at least 14 expected"
                            .formatted(header.clusterBits()));
        }
        if (header.refcountOrder() > 6) {
            throw damaged(
                    "refcount order %d found, at most 6 expected"
                            .formatted(header.refcountOrder()));
        }
        backingName();
    }

    private void features(Qcow2Extensions extensions) throws ImageException {
        if (header.has(Qcow2Header.INCOMPATIBLE_DATA_FILE)) {
            throw new ImageException.Unsupported(
                    name
                            + ": external data file"
                            + extensions
                                    .dataFile()
                                    .map(f -> " \"" + printable(f) + "\"")
                                    .orElse(""));
        }
        long unknown = header.incompatibleFeatures() & ~0x1fL;
        if (unknown == 0) {
            return;
        }
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((unknown >>> bit & 1) != 0) {
                String feature = extensions.featureNames().getOrDefault(bit, "unnamed");
                names.add("bit " + bit + " (" + feature + ")");
            }
        }
        throw new ImageException.Unsupported(
                name + ": unknown incompatible features: " + String.join(", ", names));
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private String encryption() {
        if (header.cryptMethod() == 1) {
            return "AES encryption";
        }
        return header.cryptMethod() == 2
                ? "LUKS encryption"
                : "encryption method " + header.cryptMethod();
    }

    private void backingName() throws ImageException {
        long offset = header.backingFileOffset();
        if (offset == 0) {
            return;
        }
        long size = BACKING_NAME.check(header.backingFileSize());
        long cluster = 1L << header.clusterBits();
        if (offset < 0 || offset > cluster - size) {
            throw damaged(
                    "backing file name of %d bytes at 0x%x, inside the first cluster expected"
                            .formatted(size, offset));
        }
    }

    private ImageException.Damaged damaged(String message) {
        return new ImageException.Damaged(name + ": " + message);
    }
}
