package io.colama.server.resource;

import io.colama.server.access.Permissions;
import io.colama.server.event.Event;
import io.colama.server.event.EventHub;
import io.colama.server.event.Subscription;
import io.colama.server.people.Account;
import io.colama.server.people.Accounts;
import io.colama.server.people.Credentials;
import io.colama.server.web.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happens, as it happens: server-sent events of what the caller may see. Whether he may is
 * looked up for each of them, and the stream ends with the session or token that it was begun with.
 */
@RestController
final class EventsResource {

    private static final Duration HEART_BEAT = Duration.ofSeconds(15);
    private static final String TYPE = "text/event-stream";

    private final EventHub hub;
    private final Accounts accounts;
    private final Credentials credentials;
    private final Permissions permissions;
    private final JsonMapper json;

    EventsResource(
            EventHub hub,
            Accounts accounts,
            Credentials credentials,
            Permissions permissions,
            JsonMapper json) {
        this.hub = hub;
        this.accounts = accounts;
        this.credentials = credentials;
        this.permissions = permissions;
        this.json = json;
    }

    @GetMapping("/api/v1/events")
    void stream(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader("Last-Event-ID") Optional<String> last,
            HttpServletResponse response)
            throws IOException {
        try (Subscription events = hub.listen(caller.account().id(), number(last))) {
            response.setContentType(TYPE);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            OutputStream out = response.getOutputStream();
            write(out, ": begun\n\n");
            while (!events.ended()) {
                Optional<Event> event = events.next(HEART_BEAT);
                Optional<Account> account = account(caller);
                if (account.isEmpty()) {
                    return;
                }
                if (event.isEmpty()) {
                    write(out, ": \n\n");
                } else if (isSeen(event.get(), account.get())) {
                    write(out, told(event.get()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static OptionalLong number(Optional<String> text) {
        return text.filter(one -> one.matches("\\d{1,18}"))
                .map(one -> OptionalLong.of(Long.parseLong(one)))
                .orElse(OptionalLong.empty());
    }

    /** The caller as he is now; empty when he is out. */
    private Optional<Account> account(Caller caller) {
        return credentials.isGood(caller.credential())
                ? accounts.byId(caller.account().id()).filter(one -> !one.disabled())
                : Optional.empty();
    }

    private boolean isSeen(Event event, Account account) {
        return switch (event) {
            case Event.TaskChanged(var task) ->
                    account.administrator() || task.actorId().equals(account.id());
            case Event.MachineChanged(_, var machine, _) ->
                    permissions.of(account, machine).isPresent();
        };
    }

    private String told(Event event) {
        return switch (event) {
            case Event.TaskChanged(var task) ->
                    "event: task\ndata: %s\n\n"
                            .formatted(json.writeValueAsString(TaskView.of(task)));
            case Event.MachineChanged(var number, var machine, var what) ->
                    "id: %d\nevent: machine\ndata: %s\n\n"
                            .formatted(
                                    number,
                                    json.writeValueAsString(
                                            Map.of("machine", machine, "what", what)));
        };
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
