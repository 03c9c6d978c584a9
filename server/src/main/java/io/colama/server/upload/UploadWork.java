package io.colama.server.upload;

import io.colama.disk.image.DiskFormat;
import io.colama.operations.CheckIn;
import io.colama.operations.Environment;
import io.colama.operations.Failure;
import io.colama.operations.Inspect;
import io.colama.operations.OperationException;
import io.colama.operations.SourceName;
import io.colama.operations.Tag;
import io.colama.revision.Repository;
import io.colama.server.access.Accesses;
import io.colama.server.access.Permissions;
import io.colama.server.access.Role;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.catalogue.MachineCatalogue;
import io.colama.server.data.Transactions;
import io.colama.server.people.Account;
import io.colama.server.people.Accounts;
import io.colama.server.task.StoredTask;
import io.colama.server.task.TaskRun;
import io.colama.server.task.TaskWork;
import io.colama.store.Hash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a revision of files that are uploaded, while they arrive, and then looks what is inside.
 * What it tells of that does not depend on what else the repository holds: no numbers of new
 * blocks.
 */
public final class UploadWork implements TaskWork {

    static final String KIND = "check-in";

    private static final JsonMapper JSON = new JsonMapper();

    private final Environment environment;
    private final Transactions transactions;
    private final Uploads uploads;
    private final CheckIns checkIns;
    private final Incoming incoming;
    private final Accounts accounts;
    private final Accesses accesses;
    private final Permissions permissions;
    private final AuditLog audit;
    private final MachineCatalogue catalogue;

    /** Checks in to the repository of an environment. */
    public UploadWork(
            Environment environment,
            Transactions transactions,
            Uploads uploads,
            CheckIns checkIns,
            Incoming incoming,
            Accounts accounts,
            Accesses accesses,
            Permissions permissions,
            AuditLog audit,
            MachineCatalogue catalogue) {
        this.environment = environment;
        this.transactions = transactions;
        this.uploads = uploads;
        this.checkIns = checkIns;
        this.incoming = incoming;
        this.accounts = accounts;
        this.accesses = accesses;
        this.permissions = permissions;
        this.audit = audit;
        this.catalogue = catalogue;
    }

    @Override
    public String kind() {
        return KIND;
    }

    static boolean exists(Environment environment, String machine) throws IOException {
        try (Repository repository = environment.open()) {
            return repository.find(machine).isPresent();
        }
    }

    /** Whether the revision that an earlier attempt was about to make is there. */
    private boolean isMade(StoredCheckIn checkIn) throws IOException {
        try (Repository repository = environment.open()) {
            return !checkIn.revision().isEmpty()
                    && repository.wasCheckedIn(checkIn.machine(), Hash.parse(checkIn.revision()));
        }
    }

    @Override
    public String run(StoredTask task, TaskRun run) throws IOException {
        StoredCheckIn checkIn =
                checkIns.find(task.subject())
                        .orElseThrow(() ->
                                new OperationException(
                                        Failure.NOT_FOUND, "the check-in was given up"));
        Account account =
                accounts.byId(checkIn.accountId())
                        .orElseThrow(() ->
                                new OperationException(
                                        Failure.REFUSED, "whoever began it is no more"));
        try {
            String revision = checkIn.revision();
            List<String> warnings = List.of();
            if (!checkIn.ended()) {
                if (!isMade(checkIn)) {
                    CheckIn.Result made = checkIn(checkIn, account, run);
                    revision = made.revision();
                    warnings = made.warnings().stream().map(one -> told(checkIn, one)).toList();
                }
                record(checkIn, account, revision, run);
            }
            tag(checkIn, account, revision, run);
            inspect(checkIn, revision, run);
            catalogue.changed(checkIn.machine());
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("machine", checkIn.machine());
            result.put("revision", revision);
            result.put("warnings", warnings);
            return JSON.writeValueAsString(result);
        } catch (TaskRun.Paused paused) {
            throw paused;
        } catch (IOException failure) {
            if (checkIn.made() && !exists(environment, checkIn.machine())) {
                accesses.remove(checkIn.machine());
            }
            throw new OperationException(
                    Failure.of(failure), told(checkIn, Failure.message(failure)));
        }
    }

    /** A message without where the files lie on the server. */
    private String told(StoredCheckIn checkIn, String message) {
        return message.replace(incoming.files(checkIn.id()) + "/", "")
                .replace(incoming.files(checkIn.id()).toString(), "the uploaded files")
                .replaceAll(
                        java.util.regex.Pattern.quote(incoming.place(checkIn.id()).toString())
                                + "/unpacked-\\d+",
                        "the unpacked files")
                .replace(incoming.place(checkIn.id()).toString(), "the upload");
    }

    private CheckIn.Result checkIn(StoredCheckIn checkIn, Account account, TaskRun run)
            throws IOException {
        Map<String, Arrival> arrivals = uploads.arrivals(checkIn);
        run.onStop(() -> arrivals.values().forEach(Arrival::wake));
        Path files = incoming.files(checkIn.id());
        String first = checkIns.files(checkIn.id()).getFirst().name();
        StagedFiles staged =
                new StagedFiles(
                        incoming,
                        checkIn.id(),
                        arrivals,
                        run,
                        id -> lastLook(checkIn, account, run, id));
        return new CheckIn(environment.forOther(account.name()))
                .run(
                        new CheckIn.Request(
                                Optional.of(checkIn.machine()),
                                List.of(new SourceName.InFiles(files.resolve(first))),
                                Optional.empty(),
                                checkIn.wholeMessage(),
                                checkIn.tags().stream().findFirst(),
                                Optional.empty(),
                                DiskFormat.byName(checkIn.format()),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                true,
                                Optional.of(files),
                                Optional.empty(),
                                staged),
                        run);
    }

    /**
     * Whether it is still permitted, right before all can see it. A new machine belongs to who
     * makes it before it is there, so that it is never nobody's. Which revision it will be is
     * noted: when the server is killed after it has come to be, the next attempt knows it.
     */
    private void lastLook(StoredCheckIn checkIn, Account account, TaskRun run, Hash revision)
            throws IOException {
        run.check();
        boolean exists = exists(environment, checkIn.machine());
        if (checkIn.made() && !exists) {
            accesses.add(checkIn.machine(), account);
        }
        if (permissions.of(account, checkIn.machine()).isEmpty() && checkIn.made()) {
            throw CheckIns.taken(checkIn.machine());
        }
        permissions.require(account, checkIn.machine(), Role.CONTRIBUTOR);
        checkIns.intends(checkIn.id(), revision.hex());
    }

    private void record(StoredCheckIn checkIn, Account account, String revision, TaskRun run)
            throws IOException {
        AuditLog.Actor actor =
                new AuditLog.Actor(
                        account.id(), account.name(), checkIn.origin(), checkIn.requestId());
        transactions.run(() -> {
            if (checkIn.made()) {
                audit.add(actor, Deed.of("machine.create", "machine", checkIn.machine()));
            }
            audit.add(
                    actor,
                    Deed.of("machine.checkin", "machine", checkIn.machine())
                            .changing("", revision));
            checkIns.made(checkIn.id(), revision);
        });
        uploads.forget(checkIn.id());
        run.log("made the revision " + revision);
    }

    /** The first tag came with the revision. */
    private void tag(StoredCheckIn checkIn, Account account, String revision, TaskRun run) {
        for (String tag : checkIn.tags().stream().skip(1).toList()) {
            try {
                new Tag(environment.forOther(account.name()))
                        .run(checkIn.machine() + "@" + revision, tag, false);
            } catch (IOException failure) {
                run.log("not tagged: " + Failure.message(failure));
            }
        }
    }

    /** A revision that cannot be inspected is one all the same. */
    private void inspect(StoredCheckIn checkIn, String revision, TaskRun run) {
        run.begin("inspecting", 0);
        try {
            new Inspect(environment.forOther(checkIn.accountId()))
                    .run(
                            new Inspect.Request(checkIn.machine() + "@" + revision, false, false),
                            run);
        } catch (IOException | RuntimeException failure) {
            run.log("not inspected: " + Failure.message(failure));
        }
    }
}
