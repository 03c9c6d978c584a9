package io.colama.server.front;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** How a request is refused before it reached anybody who handles requests. */
public interface Refusal {

    /** Why. */
    enum Reason {
        /** It names another host. */
        HOST(421),
        /** A secret stands in its address. */
        SECRET(400),
        /** Too many of an address. */
        ADDRESS_LIMIT(429),
        /** Too many logins of an address. */
        LOGIN_LIMIT(429),
        /** Too many of an account. */
        ACCOUNT_LIMIT(429),
        /** Too many that are heavy. */
        HEAVY_LIMIT(429);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        /** The status of the answer. */
        public int status() {
            return status;
        }
    }

    /** Writes the answer, with one line for people. */
    void write(
            Reason reason, String detail, HttpServletRequest request, HttpServletResponse response)
            throws IOException;
}
