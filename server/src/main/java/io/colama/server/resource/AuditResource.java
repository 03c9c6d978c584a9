package io.colama.server.resource;

import io.colama.server.audit.AuditEvent;
import io.colama.server.audit.AuditLog;
import io.colama.server.web.Caller;
import io.colama.server.web.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What was done, for administrators. */
@RestController
@RequestMapping("/api/v1/audit")
final class AuditResource {

    private final AuditLog audit;
    private final JsonMapper json;

    AuditResource(AuditLog audit, JsonMapper json) {
        this.audit = audit;
        this.json = json;
    }

    /** The youngest first. */
    @GetMapping
    Page<AuditEvent> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam Optional<String> actor,
            @RequestParam Optional<String> action,
            @RequestParam Optional<String> kind,
            @RequestParam Optional<String> object,
            @RequestParam Optional<Long> before,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit)
            throws IOException {
        caller.requireAdministrator();
        int most = Page.limit(limit);
        return Page.of(
                audit.find(
                        new AuditLog.Query(
                                actor,
                                action,
                                kind,
                                object,
                                before.orElse(Long.MAX_VALUE),
                                most + 1)),
                most,
                event -> Long.toString(event.number()));
    }

    /**
     * All events, the oldest first, one JSON document to a line. Their hashes are among them, so
     * that the chain can be verified where they are kept.
     */
    @GetMapping("/export")
    void export(@AuthenticationPrincipal Caller caller, HttpServletResponse response)
            throws IOException {
        caller.requireAdministrator();
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        OutputStream out = response.getOutputStream();
        audit.each(event -> {
            out.write(json.writeValueAsBytes(event));
            out.write('\n');
        });
    }

    /** Whether the chain of the events is whole. */
    @GetMapping("/verification")
    AuditLog.Verification verify(@AuthenticationPrincipal Caller caller) throws IOException {
        caller.requireAdministrator();
        return audit.verify();
    }
}
