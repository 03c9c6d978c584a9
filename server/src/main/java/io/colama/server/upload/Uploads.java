package io.colama.server.upload;

import io.colama.block.Zeros;
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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
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

    /** So many bytes are written between two syncs. */
    private static final long SYNC_BYTES = 64L << 20;

    private static final int BUFFER = 1 << 18;
    private static final int PAGE = 1 << 12;

    /** What comes in smaller pieces than this has not waited for us. */
    private static final int SMALL = 1 << 12;

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
            return write(checkIn, file, arrival, offset, body, workers);
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

    private long write(
            StoredCheckIn checkIn,
            StoredCheckIn.StoredFile file,
            Arrival arrival,
            long offset,
            InputStream body,
            Workers workers)
            throws IOException {
        boolean fresh = arrival.untouched() && arrival.arrived() == offset;
        long synced = offset;
        long at = offset;
        byte[] piece = new byte[BUFFER];
        int held = 0; // the beginning of a page of which the rest has not come
        try (FileChannel channel = FileChannel.open(arrival.path(), StandardOpenOption.WRITE)) {
            try {
                boolean more = true;
                while (more) {
                    int room = BUFFER - (int) (at % BUFFER); // to end where holes do
                    Piece next = next(body, piece, held, room);
                    if (next.bytes > file.bytes() - at) {
                        throw tooLong(file);
                    }
                    int whole = next.end ? next.bytes : toPageEnd(at, next.bytes);
                    ByteBuffer bytes = ByteBuffer.wrap(piece, 0, whole);
                    if (fresh) {
                        put(channel, at, bytes, arrival);
                    } else {
                        write(channel, at, bytes);
                    }
                    held = next.bytes - whole;
                    System.arraycopy(piece, whole, piece, 0, held);
                    if (at == offset && whole > 0) { // it may wait for these
                        tasks.queue(checkIn.taskId());
                        workers.look();
                    }
                    at += whole;
                    arrival.reached(at);
                    if (at - synced >= SYNC_BYTES) {
                        synced = sync(channel, checkIn, file, synced, at);
                        incoming.requireSome();
                    }
                    more = next.isFollowed();
                }
            } finally {
                if (at > synced) {
                    synced = sync(channel, checkIn, file, synced, at);
                }
            }
        }
        return synced;
    }

    /**
     * Bytes of a body.
     *
     * @param bytes how many, with those that were held
     * @param end whether no more follow
     * @param broke whether the client went away, or said nothing, before the end
     */
    private record Piece(int bytes, boolean end, boolean broke) {

        boolean isFollowed() throws OperationException {
            if (broke) {
                throw new OperationException(
                        Failure.USAGE, "the body broke off: what came of it is kept, go on there");
            }
            return !end;
        }
    }

    /**
     * How many of the bytes from an offset on end with a page: of a page that is written in parts
     * the kernel clears the rest first, and readers can do nothing with a part.
     */
    private static int toPageEnd(long offset, int bytes) {
        return Math.max(0, bytes - (int) ((offset + bytes) % PAGE));
    }

    /**
     * Reads a piece of a body behind what is held of it, or as much as came together: small writes
     * are slow.
     *
     * @param room where the piece ends at the latest
     */
    private static Piece next(InputStream body, byte[] piece, int held, int room) {
        int bytes = held;
        try {
            while (bytes < room) {
                int count = body.read(piece, bytes, room - bytes);
                if (count < 0) {
                    return new Piece(bytes, true, false);
                }
                bytes += count;
                if (count < SMALL) {
                    break;
                }
            }
            return new Piece(bytes, false, false);
        } catch (IOException gone) {
            return new Piece(bytes, true, true);
        }
    }

    private long sync(
            FileChannel channel,
            StoredCheckIn checkIn,
            StoredCheckIn.StoredFile file,
            long before,
            long now)
            throws IOException {
        channel.force(false);
        checkIns.received(checkIn.id(), file.number(), before, now);
        meters.uploaded(now - before);
        return now;
    }

    /** Writes bytes; where nothing was written before, zeros stay holes. */
    private static void put(FileChannel channel, long offset, ByteBuffer bytes, Arrival holes)
            throws IOException {
        int from = 0;
        int first = (int) (-offset & (Arrival.HOLE - 1));
        for (int at = first; at + Arrival.HOLE <= bytes.limit(); at += Arrival.HOLE) {
            if (Zeros.are(bytes, at, Arrival.HOLE)) {
                write(channel, offset + from, bytes.slice(from, at - from));
                holes.leftOut(offset + at);
                from = at + Arrival.HOLE;
            }
        }
        write(channel, offset + from, bytes.slice(from, bytes.limit() - from));
    }

    private static void write(FileChannel channel, long offset, ByteBuffer bytes)
            throws IOException {
        for (long at = offset; bytes.hasRemaining(); ) {
            at += channel.write(bytes, at);
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
