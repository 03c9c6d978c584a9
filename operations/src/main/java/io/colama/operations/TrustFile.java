package io.colama.operations;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A file with the certificates of those whom a connection trusts, instead of the system's. */
public final class TrustFile {

    private TrustFile() {}

    /**
     * Reads a file of certificates, PEM.
     *
     * @throws OperationException when there is none in it
     */
    public static SSLContext open(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("c" + count++, each);
            }
            if (count == 0) {
                throw wrong(file);
            }
            TrustManagerFactory managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw wrong(file);
        }
    }

    private static OperationException wrong(Path file) {
        return new OperationException(
                Failure.USAGE, "%s: no certificates (PEM) are in it".formatted(file));
    }
}
