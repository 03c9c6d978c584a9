package io.colama.nbd.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Private keys out of their encodings. The older ones are wrapped as PKCS#8, which is what the JDK
 * reads. Source: [RFC 5208, 5]; [RFC 8017, A.1.2]; [RFC 5915, 3].
 */
final class PrivateKeys {

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    /** INTEGER 0. */
    private static final byte[] VERSION = bytes("020100");

    /** SEQUENCE of rsaEncryption and NULL. */
    private static final byte[] RSA = bytes("300d06092a864886f70d0101010500");

    /** OBJECT IDENTIFIER id-ecPublicKey. */
    private static final byte[] EC = bytes("06072a8648ce3d0201");

    private PrivateKeys() {}

    static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            Optional<PrivateKey> key = of(algorithm, spec);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw new InvalidKeySpecException("RSA, EC and EdDSA were tried");
    }

    /** A key names its algorithm itself, and the JDK does not tell which. */
    private static Optional<PrivateKey> of(String algorithm, PKCS8EncodedKeySpec spec)
            throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
        } catch (InvalidKeySpecException other) {
            return Optional.empty();
        }
    }

    static PrivateKey pkcs1(byte[] der) throws GeneralSecurityException {
        return pkcs8(tagged(SEQUENCE, VERSION, RSA, tagged(OCTETS, der)));
    }

    static PrivateKey sec1(byte[] der) throws GeneralSecurityException {
        DerReader key = new DerReader(der).enter(SEQUENCE);
        key.skip();
        key.skip();
        if (!key.isAt(PARAMETERS)) {
            throw new InvalidKeySpecException("the curve is not named");
        }
        byte[] curve = key.enter(PARAMETERS).rest();
        return pkcs8(tagged(SEQUENCE, VERSION, tagged(SEQUENCE, EC, curve), tagged(OCTETS, der)));
    }

    /** Whether what one of them signs the other confirms. */
    static boolean areOne(PrivateKey privateKey, PublicKey publicKey)
            throws GeneralSecurityException {
        if (!privateKey.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        Signature signature =
                Signature.getInstance(
                        switch (privateKey.getAlgorithm()) {
                            case "RSA" -> "SHA256withRSA";
                            case "EC" -> "SHA256withECDSA";
                            default -> "EdDSA";
                        });
        signature.initSign(privateKey);
        signature.update(VERSION);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(VERSION);
        return signature.verify(signed);
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length < 0x80) {
            all.write(length);
        } else {
            all.write(0x83);
            all.write(length >> 16);
            all.write(length >> 8);
            all.write(length);
        }
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
