package io.colama.server.resource;

import io.colama.operations.Environment;
import io.colama.operations.Inspect;
import io.colama.operations.Task;
import io.colama.server.access.Permissions;
import io.colama.server.access.Role;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.catalogue.MachineCatalogue;
import io.colama.server.web.Caller;
import io.colama.server.web.Words;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a revision is made of, for programs that look for what is vulnerable or licensed. */
@RestController
final class BillResource {

    private static final int SHORT = 12;

    private final Environment environment;
    private final Permissions permissions;
    private final AuditLog audit;
    private final MachineCatalogue catalogue;
    private final String version;

    BillResource(
            Environment environment,
            Permissions permissions,
            AuditLog audit,
            MachineCatalogue catalogue)
            throws IOException {
        this.environment = environment;
        this.permissions = permissions;
        this.audit = audit;
        this.catalogue = catalogue;
        this.version = AboutResource.version();
    }

    /**
     * The bill of materials; a revision that was not inspected yet is inspected now.
     *
     * @param format of {@link Inspect.Bill}, in small letters
     */
    @GetMapping("/api/v1/machines/{machine}/revisions/{revision}/bill")
    void bill(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            @PathVariable String revision,
            @RequestParam(defaultValue = "cyclonedx") String format,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        permissions.require(caller.account(), machine, Role.VIEWER);
        String name = RevisionNaming.of(machine, revision);
        Inspect.Bill form =
                Words.parse(
                        Inspect.Bill.values(),
                        one -> one.name().toLowerCase(Locale.ROOT),
                        format,
                        "\"%s\" is no form of a bill; there are %s"
                                .formatted(
                                        format,
                                        Arrays.toString(Inspect.Bill.values())
                                                .toLowerCase(Locale.ROOT)));
        Inspect.Result found =
                new Inspect(environment.forOther(caller.account().name()))
                        .run(new Inspect.Request(name, false, false), Task.SILENT);
        catalogue.inspected(machine, found.revision());
        byte[] bill = found.bill(form, version).getBytes(StandardCharsets.UTF_8);
        String file =
                "%s-%s.%s.json"
                        .formatted(machine, found.revision().substring(0, SHORT), ending(form));
        response.setContentType(
                switch (form) {
                    case CYCLONEDX -> "application/vnd.cyclonedx+json";
                    case SPDX -> "application/spdx+json";
                });
        response.setContentLength(bill.length);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(file, StandardCharsets.UTF_8)
                        .build()
                        .toString());
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        audit.add(
                caller.actor(),
                Deed.of("machine.download", "machine", machine)
                        .changing(
                                "",
                                "%s %s"
                                        .formatted(
                                                found.revision(),
                                                form.name().toLowerCase(Locale.ROOT))));
        response.getOutputStream().write(bill);
    }

    private static String ending(Inspect.Bill form) {
        return switch (form) {
            case CYCLONEDX -> "cdx";
            case SPDX -> "spdx";
        };
    }
}
