package io.colama.server.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Locale;

/** Counts what happens on this server, from its start on. Threads: any number. */
public final class Meters {

    private static final Duration[] TASK_STEPS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        Duration.ofHours(6)
    };

    private final MeterRegistry registry;
    private final Counter begun;
    private final Counter uploaded;

    /** Counts into a registry. All that can be counted is there from the beginning, as 0. */
    public Meters(MeterRegistry registry) {
        this.registry = registry;
        this.begun =
                Counter.builder("colama.check.ins.begun")
                        .description("check-ins by upload that were begun")
                        .register(registry);
        this.uploaded =
                Counter.builder("colama.uploaded")
                        .baseUnit("bytes")
                        .description("bytes of files that were taken")
                        .register(registry);
        for (Way way : Way.values()) {
            for (Outcome outcome : Outcome.values()) {
                login(way, outcome, 0);
            }
        }
        for (Refused reason : Refused.values()) {
            refused(reason, 0);
        }
        for (Sent what : Sent.values()) {
            sent(what, 0);
        }
    }

    /** Counters that nobody reads. */
    public static Meters unread() {
        return new Meters(new SimpleMeterRegistry());
    }

    /** How somebody logs in. */
    public enum Way {
        /** By a password, of an account here or of the directory. */
        PASSWORD,
        /** At a provider of OpenID Connect. */
        PROVIDER,
        /** A command line, by a code. */
        CODE
    }

    /** What came of it. */
    public enum Outcome {
        /** He is in. */
        SUCCEEDED,
        /** He is not. */
        REFUSED,
        /** It was not tried, after too many failures. */
        BLOCKED
    }

    /** Why a request was refused. */
    public enum Refused {
        /** Nobody was logged in. */
        UNAUTHENTICATED,
        /** It was not permitted. */
        FORBIDDEN,
        /** It names another host. */
        HOST,
        /** A secret stands in its address. */
        SECRET,
        /** It cannot be understood, or is too long. */
        MALFORMED,
        /** Too many of an address. */
        ADDRESS_LIMIT,
        /** Too many logins of an address. */
        LOGIN_LIMIT,
        /** Too many of an account. */
        ACCOUNT_LIMIT,
        /** Too many that are heavy. */
        HEAVY_LIMIT,
        /** A login after too many failures. */
        BLOCKED,
        /** The disk is full. */
        NO_SPACE
    }

    /** What is sent. */
    public enum Sent {
        /** A disk as an image. */
        DISK,
        /** A machine as one file. */
        PACKAGE,
        /** A file of a guest. */
        FILE
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A check-in by upload was begun. */
    public void checkInBegun() {
        begun.increment();
    }

    /** Bytes of a file have come. */
    public void uploaded(long bytes) {
        uploaded.increment((double) bytes);
    }

    /** A task has ended, so long after it was begun; zero if it never was. */
    public void taskEnded(String kind, String state, Duration took) {
        Counter.builder("colama.tasks.ended")
                .description("tasks that ended, by how they did")
                .tag("kind", kind)
                .tag("state", state)
                .register(registry)
                .increment();
        if (took.isPositive()) {
            Timer.builder("colama.task.duration")
                    .description("the time from the first beginning of a task to its end")
                    .serviceLevelObjectives(TASK_STEPS)
                    .tag("kind", kind)
                    .tag("state", state)
                    .register(registry)
                    .record(took);
        }
    }

    /** Somebody has tried to come in. */
    public void login(Way way, Outcome outcome) {
        login(way, outcome, 1);
    }

    private void login(Way way, Outcome outcome, int count) {
        Counter.builder("colama.logins")
                .description("logins, by the way and what came of it")
                .tag("way", word(way))
                .tag("outcome", word(outcome))
                .register(registry)
                .increment(count);
    }

    /** A request was refused. */
    public void refused(Refused reason) {
        refused(reason, 1);
    }

    private void refused(Refused reason, int count) {
        Counter.builder("colama.requests.refused")
                .description("requests that were refused, by the reason")
                .tag("reason", word(reason))
                .register(registry)
                .increment(count);
    }

    /** Counts what is written to a stream. */
    public OutputStream sending(Sent what, OutputStream out) {
        return new Counted(out, sent(what, 0));
    }

    private Counter sent(Sent what, long bytes) {
        Counter counter =
                Counter.builder("colama.downloaded")
                        .baseUnit("bytes")
                        .description("bytes of disks, packages and files of guests that were sent")
                        .tag("what", word(what))
                        .register(registry);
        counter.increment((double) bytes);
        return counter;
    }

    private static final class Counted extends OutputStream {

        private final OutputStream out;
        private final Counter counter;

        Counted(OutputStream out, Counter counter) {
            this.out = out;
            this.counter = counter;
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            counter.increment();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            counter.increment(length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
