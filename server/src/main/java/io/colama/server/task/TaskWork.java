package io.colama.server.task;

import java.io.IOException;

/** A kind of work. Threads: any number of its tasks at once. */
public interface TaskWork {

    /** The name of the kind. */
    String kind();

    /**
     * Does it, from the beginning even when that was tried before, and answers what came of it as
     * JSON.
     *
     * @throws TaskRun.Paused when it cannot go on before something happens outside
     * @throws IOException when it failed
     */
    String run(StoredTask task, TaskRun run) throws IOException;
}
