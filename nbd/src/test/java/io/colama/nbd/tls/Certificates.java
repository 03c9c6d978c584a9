package io.colama.nbd.tls;

import io.colama.testkit.ForeignTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Certificates made by OpenSSL, as the directories of servers and clients have them.
 *
 * @param directory where both sides' files lie
 */
public record Certificates(Path directory) {

    /** An authority, and a server called {@code localhost} and a client that it confirms. */
    public static Certificates make(Path directory, String algorithm) throws Exception {
        Certificates made = new Certificates(Files.createDirectories(directory));
        ForeignTool openssl = ForeignTool.require("openssl").in(directory);
        openssl.run(
                (Object[])
                        ("req -x509 -nodes -days 2 -subj /CN=authority -keyout ca-key.pem -out ca-cert.pem "
                                        + newKey(algorithm))
                                .split(" "));
        made.sign(openssl, algorithm, "server", "DNS:localhost,IP:127.0.0.1");
        made.sign(openssl, algorithm, "client", "DNS:client");
        return made;
    }

    private static String newKey(String algorithm) {
        return switch (algorithm) {
            case "rsa" -> "-newkey rsa:2048";
            case "ec" -> "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1";
            default -> "-newkey " + algorithm;
        };
    }

    private void sign(ForeignTool openssl, String algorithm, String who, String names)
            throws Exception {
        Path extensions = directory.resolve(who + ".ext");
        Files.writeString(extensions, "subjectAltName=" + names + "\n");
        openssl.run(
                (Object[])
                        "req -nodes -subj /CN=%s -keyout %s-key.pem -out %s.csr %s"
                                .formatted(who, who, who, newKey(algorithm))
                                .split(" "));
        openssl.run(
                (Object[])
                        "x509 -req -days 2 -CA ca-cert.pem -CAkey ca-key.pem -CAcreateserial -in %s.csr -extfile %s.ext -out %s-cert.pem"
                                .formatted(who, who, who)
                                .split(" "));
    }

    /** Rewrites a key in the older form. */
    public void makeOlder(String who, String algorithm) throws Exception {
        ForeignTool openssl = ForeignTool.require("openssl").in(directory);
        String key = who + "-key.pem";
        openssl.run(
                (Object[])
                        "%s -in %s -out older%s"
                                .formatted(
                                        algorithm,
                                        key,
                                        algorithm.equals("rsa") ? " -traditional" : "")
                                .split(" "));
        Files.move(
                directory.resolve("older"),
                directory.resolve(key),
                StandardCopyOption.REPLACE_EXISTING);
    }
}
