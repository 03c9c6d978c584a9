package io.colama.nbd.tls;

import java.io.IOException;

/** A file of certificates or keys is not what is needed. The message begins with its name. */
public final class PemException extends IOException {

    private static final long serialVersionUID = 1L;

    PemException(String message) {
        super(message);
    }

    PemException(String message, Throwable cause) {
        super(message, cause);
    }
}
