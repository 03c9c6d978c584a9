package io.colama.nbd.server;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Whether connections are encrypted.
 *
 * @param context the certificates, where encryption is offered
 * @param required whether a connection that is not encrypted is refused everything else
 * @param clientCertificates whether clients have to show a certificate that the context trusts
 */
public record TlsPolicy(
        Optional<SSLContext> context, boolean required, boolean clientCertificates) {

    /** No encryption is offered. */
    public static final TlsPolicy NONE = new TlsPolicy(Optional.empty(), false, false);

    /** Nothing without encryption. */
    public static TlsPolicy required(SSLContext context, boolean clientCertificates) {
        return new TlsPolicy(Optional.of(context), true, clientCertificates);
    }
}
