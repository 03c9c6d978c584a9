/**
 * TLS for both sides: certificates and keys as QEMU and libvirt keep them in directories.
 *
 * <p>Nouns: a {@link io.colama.nbd.tls.PemDirectory} holds PEM files with fixed names and makes an
 * {@link javax.net.ssl.SSLContext} of them. Keys are PKCS#8, and the older PKCS#1 (RSA) and SEC1
 * (EC) without encryption; certificates are X.509.
 *
 * <p>Invariants: a context for a client trusts what its directory says and nothing else; a private
 * key belongs to the certificate beside it, or nothing is made.
 *
 * <p>Source: [QEMU, docs/system/tls.rst]; [RFC 7468]; [RFC 5208]; [RFC 8017, A.1.2]; [RFC 5915].
 */
@NullMarked
package io.colama.nbd.tls;

import org.jspecify.annotations.NullMarked;
