package io.colama.server.upload;

import io.colama.operations.Environment;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.server.access.Permissions;
import io.colama.server.access.Role;
import io.colama.server.data.Transactions;
import io.colama.server.meter.Meters;
import io.colama.server.people.Account;
import io.colama.server.task.StoredTask;
import io.colama.server.task.TaskState;
import io.colama.server.task.Tasks;
import io.colama.server.task.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins check-ins by upload, takes their bytes, and cleans up behind them. Threads: any number.
 */
public final class Uploads {

    /** How many check-ins of one account may take bytes at once. */
    public static final int MOST_OF_ACCOUNT = 4;

    /** How long one is kept for which nothing comes. */
    public static final Duration KEPT = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    private final Environment environment;
    private final Permissions permissions;
    private final Transactions transactions;
    private final CheckIns checkIns;
    private final Incoming incoming;
    private final Tasks tasks;
    private final Clock clock;
    private final Meters meters;
    private final Map<String, Map<String, Arrival>> open = new ConcurrentHashMap<>();

    /** Uploads into a directory. */
    public Uploads(
            Environment environment,
            Permissions permissions,
            Transactions transactions,
            CheckIns checkIns,
            Incoming incoming,
            Tasks tasks,
            Clock clock,
            Meters meters) {
        this.environment = environment;
        this.permissions = permissions;
        this.transactions = transactions;
        this.checkIns = checkIns;
        this.incoming = incoming;
        this.tasks = tasks;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Begins a check-in for whom that is permitted: contributors of a machine that is there,
     * anybody for one that is not. That a name is taken by a machine that the account must not see
     * is told in the words for every name that is taken, as when cloning, and nothing else is told
     * of it.
     *
     * @param origin the address of the request
     */
    public StoredCheckIn begin(NewCheckIn wanted, Account account, String origin, String requestId)
            throws IOException {
        wanted.check();
        clean();
        boolean made = !UploadWork.exists(environment, wanted.machine());
        Optional<Role> role = permissions.of(account, wanted.machine());
        if (!made && role.isEmpty()) {
            throw CheckIns.taken(wanted.machine());
        }
        if (!made) {
            permissions.require(account, wanted.machine(), Role.CONTRIBUTOR);
        } else if (role.isEmpty() && permissions.isOwned(wanted.machine())) {
            throw CheckIns.taken(wanted.machine());
        }
        String id = UUID.randomUUID().toString();
        List<StoredCheckIn.StoredFile> files = wanted.stored();
        transactions.run(() -> {
            if (checkIns.openOf(account.id()) >= MOST_OF_ACCOUNT) {
                throw new OperationException(
                        Failure.CONFLICT,
                        "you have %d check-ins that wait for bytes: end or give up one of these first"
                                .formatted(MOST_OF_ACCOUNT));
            }
            incoming.require(wanted.bytes(), checkIns.outstandingBytes());
            StoredTask task =
                    tasks.add(
                            new Tasks.New(
                                    UploadWork.KIND,
                                    id,
                                    wanted.machine(),
                                    account.id(),
                                    account.name(),
                                    Optional.empty(),
                                    true));
            checkIns.add(
                    new StoredCheckIn(
                            id,
                            task.id(),
                            account.id(),
                            wanted.machine(),
                            made,
                            wanted.message(),
                            wanted.title(),
                            wanted.tags(),
                            wanted.declared(),
                            origin,
                            requestId,
                            clock.instant(),
                            "",
                            false),
                    files);
            incoming.make(id, files);
        });
        open.put(id, arrivals(id, files, true));
        meters.checkInBegun();
        return checkIns.find(id).orElseThrow();
    }

    /**
     * A check-in of an account.
     *
     * @throws OperationException when there is none, or it is somebody else's
     */
    public StoredCheckIn require(String id, Account account) throws OperationException {
        return checkIns.find(id)
                .filter(one -> one.accountId().equals(account.id()) || account.administrator())
                .orElseThrow(() ->
                        new OperationException(
                                Failure.NOT_FOUND, "there is no check-in \"%s\"".formatted(id)));
    }

    /** A file of a check-in. */
    public StoredCheckIn.StoredFile file(StoredCheckIn checkIn, int number)
            throws OperationException {
        return checkIns.files(checkIn.id()).stream()
                .filter(file -> file.number() == number)
                .findFirst()
                .orElseThrow(() ->
                        new OperationException(
                                Failure.NOT_FOUND,
                                "the check-in has no file %d".formatted(number)));
    }

    /** The files as they arrive, by their names. */
    Map<String, Arrival> arrivals(StoredCheckIn checkIn) {
        return open.computeIfAbsent(checkIn.id(), id -> arrivals(id, checkIns.files(id), false));
    }

    private Map<String, Arrival> arrivals(
            String id, List<StoredCheckIn.StoredFile> files, boolean untouched) {
        Map<String, Arrival> all = new LinkedHashMap<>();
        for (StoredCheckIn.StoredFile file : files) {
            all.put(
                    file.name(),
                    new Arrival(
                            incoming.files(id).resolve(file.name()),
                            file.bytes(),
                            file.received(),
                            untouched,
                            () -> checkIns.received(id, file.number())));
        }
        return all;
    }

    /**
     * Takes bytes of a file.
     *
     * @param offset where they begin, which is where the last ended
     * @param length how many there are going to be; negative if that is not known
     * @return where the file ends now; all before is on the disk
     * @throws OperationException when they begin elsewhere, are too many, or somebody else writes
     */
    public long take(
            StoredCheckIn checkIn,
            StoredCheckIn.StoredFile file,
            long offset,
            long length,
            InputStream body,
            Workers workers)
            throws IOException {
        boolean over =
                tasks.find(checkIn.taskId())
                        .filter(task -> !task.state().isEnd() && !task.cancelAsked())
                        .isEmpty();
        if (checkIn.ended() || over) {
            throw new OperationException(Failure.CONFLICT, "the check-in has ended");
        }
        Arrival arrival = arrivals(checkIn).get(file.name());
        if (arrival == null || !arrival.writing().tryLock()) {
            throw new OperationException(
                    Failure.CONFLICT, "another request writes to this file: try again");
        }
        try {
            long received = checkIns.received(checkIn.id(), file.number());
            if (offset != received) {
                throw new OperationException(
                        Failure.CONFLICT,
                        "the bytes begin at %d, and %d are here".formatted(offset, received));
            }
            if (length > file.bytes() - offset) {
                throw tooLong(file);
            }
            return new BodyWriter(arrival, offset, new Received(this, checkIn, file, workers))
                    .write(body);
        } finally {
            arrival.writing().unlock();
            if (arrival.arrived() > offset) {
                tasks.queue(checkIn.taskId());
                workers.look();
            }
        }
    }

    private static OperationException tooLong(StoredCheckIn.StoredFile file) {
        return new OperationException(
                Failure.USAGE,
                "more bytes than the %d that \"%s\" was announced with"
                        .formatted(file.bytes(), file.name()));
    }

    /** What is done as the bytes of one request come. */
    private record Received(
            Uploads uploads, StoredCheckIn checkIn, StoredCheckIn.StoredFile file, Workers workers)
            implements BodyWriter.Received {

        @Override
        public void begun() { // it may wait for these
            uploads.tasks.queue(checkIn.taskId());
            workers.look();
        }

        @Override
        public void synced(long before, long now) throws IOException {
            uploads.checkIns.received(checkIn.id(), file.number(), before, now);
            uploads.meters.uploaded(now - before);
        }

        @Override
        public void check(long end) throws OperationException {
            if (end > file.bytes()) {
                throw tooLong(file);
            }
        }

        @Override
        public void requireRoom() throws IOException {
            uploads.incoming.requireSome();
        }
    }

    /** Gives a check-in up. */
    public void giveUp(StoredCheckIn checkIn, Workers workers) {
        workers.cancel(checkIn.taskId());
        clean();
    }

    /** Whether all bytes of a check-in have come, so that it ends without any more. */
    public boolean isComplete(String id) {
        return checkIns.files(id).stream().allMatch(file -> file.received() == file.bytes());
    }

    /** Deletes the files of a check-in that takes no more bytes. */
    void forget(String id) throws IOException {
        open.remove(id);
        incoming.delete(id);
    }

    /**
     * Deletes what belongs to check-ins that have ended, gives up those that nobody feeds, and
     * wakes those that wait although all is there. To be called every few moments.
     */
    public void clean() {
        try {
            for (StoredCheckIn one : checkIns.open()) {
                Optional<StoredTask> task = tasks.find(one.taskId());
                boolean over = task.isEmpty() || task.get().state().isEnd();
                Instant end = one.heard().plus(KEPT);
                boolean waits = !over && task.get().state() == TaskState.WAITING;
                if (over) {
                    checkIns.end(one.id());
                    forget(one.id());
                } else if (waits && isComplete(one.id())) {
                    tasks.queue(one.taskId());
                } else if (waits && end.isBefore(clock.instant())) {
                    tasks.fail(
                            one.taskId(),
                            Failure.FAILED,
                            "given up: no bytes came for %d hours".formatted(KEPT.toHours()));
                }
            }
        } catch (IOException | RuntimeException failure) {
            LOG.warn("uploads could not be cleaned up", failure);
        }
    }

    /** Deletes what no check-in takes bytes for: a server was killed between two steps. */
    public void sweep() throws IOException {
        for (String id : incoming.present()) {
            if (checkIns.find(id).filter(one -> !one.ended()).isEmpty()) {
                incoming.delete(id);
            }
        }
    }
}
