package io.colama.cli;

import com.google.gson.JsonElement;
import io.colama.cli.remote.ServerClient;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.operations.Task;
import io.colama.operations.Verify;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Waits for work that a server does, shows how far it is, and ends it when somebody interrupts. */
record ServerTasks(ServerClient client, Interruption interruption) {

    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int MOST_TRIES = 20;
    private static final Set<String> ENDS = Set.of("succeeded", "failed", "cancelled");

    /**
     * What was checked in.
     *
     * @param warnings what the server says of it
     */
    record Done(String machine, String revision, List<String> warnings) {}

    /** A task as a server tells it. */
    record State(
            String id,
            String kind,
            String state,
            String phase,
            long done,
            long total,
            @Nullable Done result,
            Verify.@Nullable Result verification,
            @Nullable Problem problem) {

        /** What a check-in has made. */
        Done result(ServerClient client) throws OperationException {
            if (result == null) {
                throw client.other();
            }
            return result;
        }

        /** What a verification has found. */
        Verify.Result verification(ServerClient client) throws OperationException {
            if (verification == null) {
                throw client.other();
            }
            return verification;
        }
    }

    private record Problem(String code, String detail) {}

    /** The id of a task that has begun. */
    String id(JsonElement begun) throws OperationException {
        return client.read(begun, State.class).id;
    }

    /**
     * Waits until a task has succeeded.
     *
     * @throws OperationException when it has not, with its problem
     */
    State await(String id, Task task) throws IOException {
        String phase = "";
        long done = 0;
        int failures = 0;
        while (true) {
            if (task.cancelled()) {
                cancel(id);
                task.check();
            }
            State now;
            try {
                now = client.read(client.get("/tasks/" + Place.quoted(id)), State.class);
                failures = 0;
            } catch (IOException failure) {
                // a server that begins again goes on with the task
                if (++failures == MOST_TRIES || Failure.of(failure) != Failure.FAILED) {
                    throw failure;
                }
                interruption.await(PAUSE);
                continue;
            }
            if (!now.phase.equals(phase)) {
                phase = now.phase;
                done = 0;
                task.begin(phase, now.total);
            }
            task.advance(Math.max(0, now.done - done));
            done = Math.max(done, now.done);
            if (now.state.equals("succeeded")) {
                return now;
            }
            if (ENDS.contains(now.state)) {
                throw failed(now);
            }
            interruption.await(PAUSE);
        }
    }

    private void cancel(String id) throws IOException {
        try {
            client.post("/tasks/" + Place.quoted(id) + "/cancel", Map.of());
        } catch (OperationException ended) {
            if (ended.failure() != Failure.CONFLICT) {
                throw ended;
            }
        }
    }

    private static OperationException failed(State task) {
        return task.problem == null
                ? new OperationException(
                        Failure.FAILED, "the %s was %s".formatted(task.kind, task.state))
                : new OperationException(Failure.ofCode(task.problem.code), task.problem.detail);
    }
}
