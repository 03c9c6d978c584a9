package io.colama.nbd.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A directory of certificates as QEMU and libvirt keep them: {@value #CA}, and {@value
 * #SERVER_CERTIFICATE} with {@value #SERVER_KEY} for a server, {@value #CLIENT_CERTIFICATE} with
 * {@value #CLIENT_KEY} for a client. Source: [QEMU, docs/system/tls.rst].
 *
 * <p>Files are read by the methods that make contexts. Errors: {@link NoSuchFileException} names
 * what is absent, {@link PemException} what is wrong.
 *
 * @param path the directory
 */
public record PemDirectory(Path path) {

    /** Whom this side trusts. */
    public static final String CA = "ca-cert.pem";

    /** A server's certificate, and those between it and the authority. */
    public static final String SERVER_CERTIFICATE = "server-cert.pem";

    /** A server's private key. */
    public static final String SERVER_KEY = "server-key.pem";

    /** A client's certificate, and those between it and the authority. */
    public static final String CLIENT_CERTIFICATE = "client-cert.pem";

    /** A client's private key. */
    public static final String CLIENT_KEY = "client-key.pem";

    private static final String PROTOCOL = "TLS";

    /**
     * What a client needs: whom it trusts, and its own certificate where there is one. Hosts' names
     * are verified by whoever makes connections.
     */
    public SSLContext client() throws IOException {
        boolean own = Files.exists(path.resolve(CLIENT_CERTIFICATE));
        return context(
                Optional.of(CA),
                own ? Optional.of(new Own(CLIENT_CERTIFICATE, CLIENT_KEY)) : Optional.empty());
    }

    /**
     * What a server needs: its certificate, and whom it trusts where clients have to show theirs.
     */
    public SSLContext server() throws IOException {
        boolean trusts = Files.exists(path.resolve(CA));
        return context(
                trusts ? Optional.of(CA) : Optional.empty(),
                Optional.of(new Own(SERVER_CERTIFICATE, SERVER_KEY)));
    }

    /** The two files of whoever uses the context. */
    private record Own(String certificate, String key) {}

    private SSLContext context(Optional<String> authorities, Optional<Own> own) throws IOException {
        try {
            KeyManager[] keys = own.isPresent() ? keys(own.get()) : new KeyManager[0];
            TrustManager[] trust = authorities.isPresent() ? trust(authorities.get()) : nobody();
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new PemException(path + ": " + e.getMessage(), e);
        }
    }

    private TrustManager[] trust(String file) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        int number = 0;
        for (X509Certificate one : read(file).certificates()) {
            store.setCertificateEntry("ca" + number++, one);
        }
        return trust(store);
    }

    /** Without authorities a server asks no client for a certificate, and would trust none. */
    private static TrustManager[] nobody() {
        return new TrustManager[0];
    }

    private static TrustManager[] trust(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private KeyManager[] keys(Own own) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = read(own.certificate()).certificates();
        PrivateKey key = read(own.key()).privateKey();
        if (!PrivateKeys.areOne(key, chain.getFirst().getPublicKey())) {
            throw new PemException(
                    "%s: the key does not belong to the certificate in %s"
                            .formatted(path.resolve(own.key()), own.certificate()));
        }
        KeyStore store = empty();
        char[] none = new char[0];
        store.setKeyEntry("own", key, none, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, none);
        return factory.getKeyManagers();
    }

    /**
     * In memory only; the JDK derives no key from a password for this type, which takes its time.
     */
    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, new char[0]);
        return store;
    }

    private PemFile read(String name) throws IOException {
        Path file = path.resolve(name);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file.toString(),
                    null,
                    "there is no such file; a directory as QEMU keeps it is needed");
        }
        return PemFile.read(file);
    }
}
