package io.colama.server.verification;

import io.colama.operations.Environment;
import io.colama.operations.Verify;
import io.colama.server.task.StoredTask;
import io.colama.server.task.TaskRun;
import io.colama.server.task.TaskWork;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Verifies the repository. */
public final class VerifyWork implements TaskWork {

    /** The name of its kind. */
    public static final String KIND = "verification";

    /** As many damaged places, and as many ranges that are lost, are told. */
    private static final int MOST_TOLD = 1000;

    private static final JsonMapper JSON = new JsonMapper();

    private final Environment environment;

    /** Verifies the repository of an environment. */
    public VerifyWork(Environment environment) {
        this.environment = environment;
    }

    /**
     * What to verify, as a task keeps it.
     *
     * @param revision a revision or a machine; empty for everything
     */
    public record Subject(String revision, double fraction, long bytesPerSecond, boolean resume) {

        /** As text. */
        public String text() {
            return JSON.writeValueAsString(this);
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(StoredTask task, TaskRun run) throws IOException {
        Subject subject = JSON.readValue(task.subject(), Subject.class);
        boolean full = subject.revision.isEmpty() && subject.fraction >= 1;
        Verify.Result found =
                new Verify(environment)
                        .run(
                                new Verify.Request(
                                        Optional.of(subject.revision)
                                                .filter(name -> !name.isEmpty()),
                                        subject.fraction,
                                        subject.bytesPerSecond,
                                        subject.resume || (full && task.attempts() > 1)),
                                run);
        run.log(found.sound() ? "sound" : "damaged");
        return JSON.writeValueAsString(
                new Verify.Result(
                        found.sound(),
                        first(found.findings(), run),
                        first(found.lost(), run),
                        found.revisions(),
                        found.packs(),
                        found.segments(),
                        found.bytes(),
                        found.nodes()));
    }

    private static <T> List<T> first(List<T> all, TaskRun run) {
        if (all.size() > MOST_TOLD) {
            run.log("%d of %d are told".formatted(MOST_TOLD, all.size()));
        }
        return all.stream().limit(MOST_TOLD).toList();
    }

    /** What a task of this kind has found. */
    public static Verify.Result result(StoredTask task) {
        return JSON.readValue(task.result(), Verify.Result.class);
    }
}
