package io.colama.server.web;

import io.colama.operations.Failure;
import io.colama.server.front.Refusal;
import io.colama.server.meter.Meters;
import io.colama.server.people.Logins;
import io.colama.server.people.Unavailable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells every failure as a problem of RFC 9457. Its {@code type} is {@code urn:colama:problem:CODE}
 * with the code of {@link Failure}, its {@code detail} the line that the command line would print.
 */
@RestControllerAdvice
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String TYPE = "urn:colama:problem:";

    private final JsonMapper json;
    private final Meters meters;

    /** Writes problems by a mapper. */
    public Problems(JsonMapper json, Meters meters) {
        this.json = json;
        this.meters = meters;
    }

    /** Counts what is refused; what is wrong or not there is not. */
    private void count(int status) {
        switch (status) {
            case 401 -> meters.refused(Meters.Refused.UNAUTHENTICATED);
            case 403 -> meters.refused(Meters.Refused.FORBIDDEN);
            case 507 -> meters.refused(Meters.Refused.NO_SPACE);
            default -> {}
        }
    }

    /** A failure of an operation, or one that was not foreseen. */
    @ExceptionHandler
    public ResponseEntity<Map<String, Object>> failed(
            Exception failure, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        if (response.isCommitted()) {
            // a part of the answer is out: the connection breaks, so that it is not taken for all
            LOG.warn(
                    "{} {} broke off: {}",
                    request.getMethod(),
                    request.getRequestURI(),
                    Failure.message(failure));
            throw failure;
        }
        if (failure instanceof ErrorResponse refused) {
            // the framework's own: no such address, a method or a type that is not served, …
            int status = refused.getStatusCode().value();
            Failure kind = status == 404 ? Failure.NOT_FOUND : Failure.USAGE;
            String detail = refused.getBody().getDetail();
            return answer(kind, status, detail == null ? kind.meaning() : detail, request);
        }
        if (failure instanceof MethodArgumentTypeMismatchException mistyped) {
            String wrong =
                    "%s is \"%s\", which it cannot be"
                            .formatted(mistyped.getName(), mistyped.getValue());
            return answer(Failure.USAGE, 400, wrong, request);
        }
        if (failure instanceof HttpMessageNotReadableException) {
            return answer(Failure.USAGE, 400, unreadable(failure), request);
        }
        Failure kind = Failure.of(failure);
        if (kind == Failure.FAILED || failure instanceof RuntimeException) {
            LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
            return answer(
                    Failure.FAILED,
                    500,
                    "it failed: the server's log knows more of request " + RequestIds.of(request),
                    request);
        }
        return answer(kind, kind.httpStatus(), Failure.message(failure), request);
    }

    /**
     * Which part of a body is wrong, as far as the parser knows, and not how it came to see that.
     */
    private static String unreadable(Exception failure) {
        if (failure.getCause() instanceof DatabindException wrong && !wrong.getPath().isEmpty()) {
            String field = String.valueOf(wrong.getPath().getLast().getPropertyName());
            return "the field \"%s\" of the body is missing, unknown or wrong".formatted(field);
        }
        return "the body is not the JSON that is expected here";
    }

    /** A login that must wait. */
    @ExceptionHandler
    public ResponseEntity<Map<String, Object>> blocked(
            Logins.Blocked blocked, HttpServletRequest request) {
        int status = HttpStatus.TOO_MANY_REQUESTS.value();
        meters.refused(Meters.Refused.BLOCKED);
        return begun(status)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(blocked.seconds()))
                .body(problem(Failure.REFUSED, status, Failure.message(blocked), request));
    }

    /** Somebody else whom this depends on; the log tells what he did. */
    @ExceptionHandler
    public ResponseEntity<Map<String, Object>> unavailable(
            Unavailable unavailable, HttpServletRequest request) {
        LOG.warn("{}", Failure.message(unavailable));
        return answer(Failure.FAILED, 503, Failure.message(unavailable), request);
    }

    /** A client that went away hears no answer. */
    @ExceptionHandler
    public void gone(AsyncRequestNotUsableException gone) {
        LOG.debug("the client went away", gone);
    }

    private ResponseEntity<Map<String, Object>> answer(
            Failure kind, int status, String detail, HttpServletRequest request) {
        count(status);
        return begun(status).body(problem(kind, status, detail, request));
    }

    private static ResponseEntity.BodyBuilder begun(int status) {
        return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    private static Map<String, Object> problem(
            Failure kind, int status, String detail, HttpServletRequest request) {
        return problem(kind.code(), kind.meaning(), status, detail, request);
    }

    /** The body of an answer with a code that a protocol prescribes. */
    public static Map<String, Object> problem(
            String code, String title, int status, String detail, HttpServletRequest request) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", TYPE + code);
        problem.put("title", title);
        problem.put("status", status);
        problem.put("detail", detail);
        problem.put("code", code);
        problem.put("requestId", RequestIds.of(request));
        return problem;
    }

    /** Writes why a request did not come further. */
    void refuse(
            Refusal.Reason reason,
            String detail,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Meters.Refused counted =
                switch (reason) {
                    case HOST -> Meters.Refused.HOST;
                    case SECRET -> Meters.Refused.SECRET;
                    case ADDRESS_LIMIT -> Meters.Refused.ADDRESS_LIMIT;
                    case LOGIN_LIMIT -> Meters.Refused.LOGIN_LIMIT;
                    case ACCOUNT_LIMIT -> Meters.Refused.ACCOUNT_LIMIT;
                    case HEAVY_LIMIT -> Meters.Refused.HEAVY_LIMIT;
                };
        meters.refused(counted);
        Failure kind = reason.status() == 429 ? Failure.REFUSED : Failure.USAGE;
        write(kind, reason.status(), detail, request, response);
    }

    /** Writes what is wrong with a request that cannot be understood, or is too long. */
    void malformed(
            int status, String detail, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        meters.refused(Meters.Refused.MALFORMED);
        write(Failure.USAGE, status, detail, request, response);
    }

    /** Writes a problem where no handler of requests was reached. */
    void write(
            Failure kind,
            int status,
            String detail,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        count(status);
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream()
                .write(json.writeValueAsBytes(problem(kind, status, detail, request)));
    }
}
