package io.colama.server.front;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** How a request is refused before it reached anybody who handles requests. */
public interface Refusal {

    /** Writes the answer, with a status and one line for people. */
    void write(int status, String detail, HttpServletRequest request, HttpServletResponse response)
            throws IOException;
}
