package io.colama.server.resource;

import io.colama.operations.Verify;
import io.colama.server.task.StoredTask;
import io.colama.server.verification.VerifyWork;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * A task as it is shown.
 *
 * @param machine empty when it is about none
 * @param total bytes of the phase; 0 when that is unknown
 * @param result what a check-in has made
 * @param verification what a verification has found
 * @param log empty where many tasks are shown
 */
record TaskView(
        String id,
        String kind,
        String state,
        String machine,
        String actor,
        String phase,
        long done,
        long total,
        long bytesPerSecond,
        String created,
        String started,
        String ended,
        String deadline,
        Optional<Result> result,
        Optional<Verify.Result> verification,
        Optional<StoredTask.Problem> problem,
        List<LineView> log) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * What a check-in has made.
     *
     * @param warnings what the images and the definition warn of
     */
    record Result(String machine, String revision, List<String> warnings) {}

    /** A line of a task's log. */
    record LineView(String time, String text) {}

    /** A task among others. */
    static TaskView of(StoredTask task) {
        return of(task, List.of());
    }

    /** A task with its log. */
    static TaskView of(StoredTask task, List<StoredTask.Line> log) {
        boolean isVerification = task.kind().equals(VerifyWork.KIND);
        return new TaskView(
                task.id(),
                task.kind(),
                task.state().word(),
                task.machine(),
                task.actor(),
                task.phase(),
                task.done(),
                task.total(),
                task.state().isEnd() ? 0 : task.rate(),
                task.created().toString(),
                time(task.started()),
                time(task.ended()),
                time(task.deadline()),
                task.result().isEmpty() || isVerification
                        ? Optional.empty()
                        : Optional.of(JSON.readValue(task.result(), Result.class)),
                task.result().isEmpty() || !isVerification
                        ? Optional.empty()
                        : Optional.of(VerifyWork.result(task)),
                task.problem(),
                log.stream()
                        .map(line -> new LineView(line.time().toString(), line.text()))
                        .toList());
    }

    static String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("");
    }

    /** Where it is. */
    static String location(String id) {
        return "/api/v1/tasks/" + id;
    }
}
