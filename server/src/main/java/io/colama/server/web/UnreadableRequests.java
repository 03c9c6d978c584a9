package io.colama.server.web;

import io.colama.operations.Failure;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/**
 * Tells what Tomcat refuses by itself, as an address that it cannot read, in the one form of
 * problems.
 */
final class UnreadableRequests extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRequests.class);

    private final Problems problems;

    UnreadableRequests(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void report(Request request, Response response, Throwable failure) {
        int status = response.getStatus();
        if (status < HttpStatus.BAD_REQUEST.value()
                || response.getContentWritten() > 0
                || !response.setErrorReported()) {
            return;
        }
        boolean own = status >= HttpStatus.INTERNAL_SERVER_ERROR.value();
        String detail =
                own
                        ? "it failed: the server's log knows more"
                        : "this is no request that can be read";
        try {
            if (own) {
                problems.write(Failure.FAILED, status, detail, request, response.getResponse());
            } else {
                problems.malformed(status, detail, request, response.getResponse());
            }
            response.finishResponse();
        } catch (IOException gone) {
            LOG.debug("the client went away", gone);
        }
    }
}
