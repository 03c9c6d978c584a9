package io.colama.nbd.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A file of PEM blocks. What stands between the blocks is passed over. Source: [RFC 7468].
 *
 * @param path where it lies
 * @param blocks in order
 */
record PemFile(Path path, List<Block> blocks) {

    private static final int MOST_BYTES = 1 << 20;
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /**
     * A block.
     *
     * @param label what it is
     * @param der the bytes
     */
    record Block(String label, byte[] der) {}

    /** Reads a file, whose size is limited. */
    static PemFile read(Path path) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new PemException(
                    "%s: more than %d bytes, which is no file of certificates"
                            .formatted(path, MOST_BYTES));
        }
        return new PemFile(path, blocks(path, new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    private static List<Block> blocks(Path path, String text) throws PemException {
        List<Block> blocks = new ArrayList<>();
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int label = at + BEGIN.length();
            int body = text.indexOf(DASHES, label);
            String name = body < 0 ? "" : text.substring(label, body);
            int end = body < 0 ? -1 : text.indexOf(END + name + DASHES, body);
            if (end < 0 || name.isEmpty() || name.contains("\n")) {
                throw new PemException("%s: a block begins and does not end".formatted(path));
            }
            String base64 = text.substring(body + DASHES.length(), end);
            if (base64.contains("Proc-Type: 4,ENCRYPTED")) {
                throw encrypted(path);
            }
            try {
                blocks.add(new Block(name, Base64.getMimeDecoder().decode(base64)));
            } catch (IllegalArgumentException e) {
                throw new PemException(
                        "%s: the block \"%s\" is not Base64".formatted(path, name), e);
            }
            at = text.indexOf(BEGIN, end);
        }
        return List.copyOf(blocks);
    }

    private static PemException encrypted(Path path) {
        return new PemException(
                "%s: the private key is encrypted by a password, one without is needed"
                        .formatted(path));
    }

    /** All certificates, at least one. */
    List<X509Certificate> certificates() throws PemException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.label().equals("CERTIFICATE")
                        || block.label().equals("X509 CERTIFICATE")
                        || block.label().equals("TRUSTED CERTIFICATE")) {
                    found.add(
                            (X509Certificate)
                                    factory.generateCertificate(
                                            new ByteArrayInputStream(block.der())));
                }
            }
        } catch (CertificateException e) {
            throw new PemException(
                    "%s: a certificate cannot be read: %s".formatted(path, e.getMessage()), e);
        }
        if (found.isEmpty()) {
            throw new PemException(path + ": holds no certificate" + instead());
        }
        return List.copyOf(found);
    }

    /** The one private key. */
    PrivateKey privateKey() throws PemException {
        for (Block block : blocks) {
            try {
                switch (block.label()) {
                    case "PRIVATE KEY" -> {
                        return PrivateKeys.pkcs8(block.der());
                    }
                    case "RSA PRIVATE KEY" -> {
                        return PrivateKeys.pkcs1(block.der());
                    }
                    case "EC PRIVATE KEY" -> {
                        return PrivateKeys.sec1(block.der());
                    }
                    case "ENCRYPTED PRIVATE KEY" -> throw encrypted(path);
                    default -> {} // such as parameters of a curve, or a certificate
                }
            } catch (GeneralSecurityException e) {
                throw new PemException(
                        "%s: the private key cannot be read: %s".formatted(path, e.getMessage()),
                        e);
            }
        }
        throw new PemException(path + ": holds no private key" + instead());
    }

    private String instead() {
        return blocks.isEmpty()
                ? ", and nothing else in PEM"
                : ", but " + blocks.getFirst().label();
    }
}
