package io.colama.server.resource;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.front.Front;
import io.colama.server.meter.Meters;
import io.colama.server.people.Credential;
import io.colama.server.people.DeviceCodes;
import io.colama.server.web.Caller;
import io.colama.server.web.Problems;
import io.colama.server.web.RequestIds;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lets command lines in, whose users say so in a browser. */
@RestController
@RequestMapping("/api/v1/device")
final class DeviceResource {

    private final DeviceCodes codes;
    private final Front front;
    private final AuditLog audit;
    private final Meters meters;

    DeviceResource(DeviceCodes codes, Front front, AuditLog audit, Meters meters) {
        this.codes = codes;
        this.front = front;
        this.audit = audit;
        this.meters = meters;
    }

    record New(Optional<String> label) {}

    record Codes(
            String deviceCode,
            String userCode,
            String verificationUri,
            String verificationUriComplete,
            long expiresIn,
            int interval) {}

    record Approval(String code, Optional<Boolean> approve) {}

    record Waiting(String label, String origin, String created, Optional<Boolean> approved) {}

    record Poll(String deviceCode) {}

    record Token(String token, String account, String scope, String expires) {}

    @PostMapping(path = "/codes", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Codes begin(@RequestBody New wanted, HttpServletRequest request) throws IOException {
        DeviceCodes.Made made = codes.begin(wanted.label.orElse(""), request.getRemoteAddr());
        // what he wrote himself is told to nobody else
        String page = front.address(request) + "/device";
        return new Codes(
                made.device(),
                made.user(),
                page,
                page + "?code=" + made.user(),
                DeviceCodes.LIFE.toSeconds(),
                DeviceCodes.INTERVAL);
    }

    /** Without {@code approve} it only tells who waits. A token is not enough for this. */
    @PostMapping(path = "/approvals", consumes = MediaType.APPLICATION_JSON_VALUE)
    Waiting approve(@AuthenticationPrincipal Caller caller, @RequestBody Approval approval)
            throws IOException {
        if (caller.credential().kind() != Credential.Kind.SESSION) {
            throw new OperationException(
                    Failure.REFUSED,
                    "only somebody who is logged in with a browser lets others in");
        }
        DeviceCodes.Waiting waiting =
                approval.approve.isPresent()
                        ? codes.answer(
                                approval.code,
                                approval.approve.get(),
                                caller.account(),
                                caller.origin())
                        : codes.waiting(approval.code, caller.account(), caller.origin());
        if (approval.approve.isPresent()) {
            if (!approval.approve.get()) {
                meters.login(Meters.Way.CODE, Meters.Outcome.REFUSED);
            }
            audit.add(
                    caller.actor(),
                    Deed.of(
                                    approval.approve.get() ? "device.approve" : "device.deny",
                                    "account",
                                    caller.account().name())
                            .changing("", waiting.label() + " from " + waiting.origin()));
        }
        return new Waiting(
                waiting.label(), waiting.origin(), waiting.created().toString(), approval.approve);
    }

    /** What a command line asks again and again. */
    @PostMapping(path = "/tokens", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> poll(@RequestBody Poll poll, HttpServletRequest request)
            throws IOException {
        return switch (codes.poll(poll.deviceCode)) {
            case DeviceCodes.Told.NotYet notYet ->
                    ResponseEntity.badRequest()
                            .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                            .body(problem(notYet, request));
            case DeviceCodes.Told.Approved approved -> {
                Credential made = approved.token().credential();
                meters.login(Meters.Way.CODE, Meters.Outcome.SUCCEEDED);
                audit.add(
                        new AuditLog.Actor(
                                approved.account().id(),
                                approved.account().name(),
                                request.getRemoteAddr(),
                                RequestIds.of(request)),
                        Deed.of("token.create", "account", approved.account().name())
                                .changing("", made.label() + " scope=" + made.scope().word()));
                yield ResponseEntity.ok(
                        new Token(
                                approved.token().secret(),
                                approved.account().name(),
                                made.scope().word(),
                                made.expires().toString()));
            }
        };
    }

    private static Map<String, Object> problem(
            DeviceCodes.Told.NotYet notYet, HttpServletRequest request) {
        String detail =
                switch (notYet) {
                    case AUTHORIZATION_PENDING -> "nobody has entered the code yet";
                    case SLOW_DOWN -> "nobody has entered the code yet: ask less often";
                    case EXPIRED_TOKEN -> "the code is too old, or none of this server";
                    case ACCESS_DENIED -> "the login was refused in the browser";
                };
        return Problems.problem(
                notYet.name().toLowerCase(Locale.ROOT), "no token", 400, detail, request);
    }
}
