package io.colama.server;

import io.colama.server.event.EventHub;
import io.colama.server.task.Workers;
import io.colama.server.upload.Uploads;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * What goes on between requests, from the start of the server to its end.
 *
 * <p>When it ends, streams of events end first, for they would never end by themselves. Then the
 * web server lets requests end, uploads among them, while tasks go on and take their bytes. After
 * that tasks whose files are complete get a while to end; all others are given back, and go on when
 * their bytes do.
 */
final class Background implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final long CLEAN_MILLIS = 2000;
    private static final Duration LAST_TASKS = Duration.ofMinutes(5);

    private final Workers workers;
    private final Uploads uploads;
    private final EventHub events;
    private final ScheduledExecutorService cleaner =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("colama-uploads").factory());
    private volatile boolean running;

    Background(Workers workers, Uploads uploads, EventHub events) {
        this.workers = workers;
        this.uploads = uploads;
        this.events = events;
    }

    @Override
    public void start() {
        try {
            uploads.sweep();
        } catch (IOException failure) {
            LOG.warn("what is left of old uploads could not be deleted", failure);
        }
        workers.start();
        events.start();
        var _ =
                cleaner.scheduleWithFixedDelay(
                        uploads::clean, CLEAN_MILLIS, CLEAN_MILLIS, TimeUnit.MILLISECONDS);
        running = true;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent closing) {
        events.close();
    }

    @Override
    public void stop() {
        running = false;
        workers.stop(LAST_TASKS, uploads::isComplete);
        cleaner.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Begins before the web server, and ends after it. */
    @Override
    public int getPhase() {
        return 0;
    }
}
