package io.colama.cli;

import com.google.gson.reflect.TypeToken;
import io.colama.cli.remote.ServerClient;
import io.colama.operations.AddNote;
import io.colama.operations.ArchiveFiles;
import io.colama.operations.CheckOut;
import io.colama.operations.CloneMachine;
import io.colama.operations.CopyFiles;
import io.colama.operations.Diff;
import io.colama.operations.Export;
import io.colama.operations.Failure;
import io.colama.operations.GuestFiles;
import io.colama.operations.GuestPath;
import io.colama.operations.Inspect;
import io.colama.operations.ListMachines;
import io.colama.operations.Log;
import io.colama.operations.OperationException;
import io.colama.operations.ReceiveFiles;
import io.colama.operations.RevisionView;
import io.colama.operations.Search;
import io.colama.operations.Stats;
import io.colama.operations.Status;
import io.colama.operations.Tag;
import io.colama.operations.Task;
import io.colama.operations.Verify;
import io.colama.revision.WorkingCopy;
import io.colama.search.index.Facet;
import io.colama.search.index.Hit;
import io.colama.search.query.QueryParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A repository behind a server. Its answers have the names of the records that the operations
 * return, so they are read as these.
 */
record ServerVerbs(ServerClient client, Interruption interruption) implements Verbs {

    private static final int PAGE = 1000;
    private static final int MOST_DEPTH = 512;
    private static final int MOST_FILE_BUFFER = 1 << 16;

    private record Machines(List<ListMachines.Entry> items, String next) {}

    private record Found(
            String query, long total, long notInspected, List<Hit> hits, List<Facet> facets) {}

    @Override
    public List<ListMachines.Entry> machines() throws IOException {
        List<ListMachines.Entry> all = new ArrayList<>();
        String cursor = "";
        do {
            Machines page =
                    client.read(
                            client.get(
                                    "/machines?limit=" + PAGE + "&cursor=" + Place.quoted(cursor)),
                            Machines.class);
            all.addAll(page.items);
            cursor = page.next == null ? "" : page.next;
        } while (!cursor.isEmpty());
        return all;
    }

    @Override
    public List<RevisionView> log(Log.Request request) throws IOException {
        if (request.revision().isEmpty()) {
            List<List<RevisionView>> histories = new ArrayList<>();
            for (ListMachines.Entry machine : machines()) {
                histories.add(log(machine.machine(), request.limit()));
            }
            return Histories.merged(histories).stream().limit(request.limit()).toList();
        }
        return log(request.revision().get(), request.limit());
    }

    private List<RevisionView> log(String revision, int limit) throws IOException {
        Place place = Place.of(revision);
        List<RevisionView> all = new ArrayList<>();
        String from = place.revision();
        while (all.size() < limit) {
            int wanted = Math.min(PAGE, limit - all.size());
            List<RevisionView> page =
                    client.read(
                            client.get(
                                    "%s/revisions?limit=%d&from=%s"
                                            .formatted(
                                                    place.address(), wanted, Place.quoted(from))),
                            new TypeToken<List<RevisionView>>() {});
            all.addAll(page);
            if (page.size() < wanted) {
                return all;
            }
            from = page.getLast().revision() + "~1";
        }
        return all;
    }

    @Override
    public RevisionView show(String revision) throws IOException {
        return client.read(client.get(Place.of(revision).revisionAddress()), RevisionView.class);
    }

    @Override
    public Tag.Result tag(String revision, String name, boolean force) throws IOException {
        Place place = Place.of(revision);
        return client.read(
                client.put(
                        place.address() + "/tags/" + Place.quoted(name),
                        Map.of("revision", place.revision(), "move", force)),
                Tag.Result.class);
    }

    @Override
    public AddNote.Result note(String revision, String text) throws IOException {
        return client.read(
                client.post(Place.of(revision).revisionAddress() + "/notes", Map.of("text", text)),
                AddNote.Result.class);
    }

    @Override
    public CloneMachine.Result cloneMachine(String revision, String name) throws IOException {
        Place place = Place.of(revision);
        ListMachines.Entry made =
                client.read(
                        client.post(
                                place.address() + "/clones",
                                Map.of("name", name, "revision", place.revision())),
                        ListMachines.Entry.class);
        return new CloneMachine.Result(made.machine(), made.head(), place.machine());
    }

    @Override
    public Inspect.Result inspect(Inspect.Request request, Task task) throws IOException {
        if (request.anew() || request.deep()) {
            throw new OperationException(
                    Failure.UNSUPPORTED,
                    "a server tells what it has found; to look again or deeper, inspect at the repository itself");
        }
        return client.read(
                client.get(Place.of(request.name()).revisionAddress() + "/inspection"),
                Inspect.Result.class);
    }

    @Override
    public Search.Result search(Search.Request request, Task task) throws IOException {
        Found found;
        try {
            found =
                    client.read(
                            client.get(
                                    "/search?q=%s&all=%s&facets=%s&limit=%d"
                                            .formatted(
                                                    Place.quoted(request.query()),
                                                    request.allRevisions(),
                                                    request.facets(),
                                                    Math.min(PAGE, request.limit()))),
                            Found.class);
        } catch (OperationException refused) {
            if (refused.failure() == Failure.USAGE) {
                QueryParser.parse(request.query()); // knows where the mistake is
            }
            throw refused;
        }
        return new Search.Result(
                found.query, found.total, found.notInspected, found.hits, found.facets, List.of());
    }

    @Override
    public Diff.Result diff(Diff.Request request, Task task) throws IOException {
        String parts =
                request.parts().stream()
                        .map(part -> part.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(","));
        return client.read(
                client.get(
                        "/diff?from=%s&to=%s&parts=%s"
                                .formatted(
                                        Place.quoted(request.before()),
                                        Place.quoted(request.after()),
                                        Place.quoted(parts))),
                Diff.Result.class);
    }

    @Override
    public void files(GuestPath where, boolean recursive, Task task, GuestFiles.Listing listing)
            throws IOException {
        list(where, where.path(), recursive, task, listing, 0);
    }

    private void list(
            GuestPath where,
            String path,
            boolean recursive,
            Task task,
            GuestFiles.Listing listing,
            int depth)
            throws IOException {
        task.check();
        if (depth > MOST_DEPTH) {
            throw new OperationException(
                    Failure.DAMAGED,
                    "%s: directories more than %d deep found".formatted(path, MOST_DEPTH));
        }
        List<GuestFiles.Listed> found =
                client.read(
                        client.get(inside(where, "/files", path)),
                        new TypeToken<List<GuestFiles.Listed>>() {});
        for (GuestFiles.Listed file : found) {
            listing.accept(file);
            if (recursive && file.kind().equals("directory") && !file.path().equals(path)) {
                list(where, file.path(), true, task, listing, depth + 1);
            }
        }
    }

    @Override
    public void read(GuestPath path, Task task, OutputStream out) throws IOException {
        byte[] buffer = new byte[MOST_FILE_BUFFER];
        try (InputStream in = client.open(inside(path, "/content", path.path()))) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                task.check();
                out.write(buffer, 0, read);
                task.advance(read);
            }
        }
    }

    @Override
    public CopyFiles.Result copy(GuestPath from, Path target, Task task) throws IOException {
        try (InputStream tar = client.open(inside(from, "/archive", from.path()))) {
            return ReceiveFiles.run(from, tar, target, task);
        }
    }

    @Override
    public ArchiveFiles.Result archive(GuestPath from, Path target, Task task) throws IOException {
        task.begin(from.path(), 0);
        try (InputStream tar = client.open(inside(from, "/archive", from.path()))) {
            return ArchiveFiles.receive(tar, target, task);
        }
    }

    @Override
    public Status.Result status(Path directory, Task task) throws IOException {
        WorkingCopy copy = WorkingCopy.open(directory);
        return Status.run(copy, new ServerOrigin(client, copy), task);
    }

    private record Totals(
            long machines,
            long revisions,
            long bytesLogical,
            long bytesUnique,
            @Nullable Whole whole) {}

    private record Whole(String id, long bytesStored, long bytesIndex, long packs) {}

    @Override
    public Stats.Counts stats() throws IOException {
        Totals found = client.read(client.get("/stats"), Totals.class);
        String where = client.server().toString();
        if (found.whole == null) {
            return new Stats.Seen(
                    where, found.machines, found.revisions, found.bytesLogical, found.bytesUnique);
        }
        return new Stats.Result(
                where,
                found.whole.id,
                found.machines,
                found.revisions,
                found.bytesLogical,
                found.bytesUnique,
                found.whole.bytesStored,
                found.whole.bytesIndex,
                found.whole.packs);
    }

    @Override
    public Verify.Result verify(Verify.Request request, Task task) throws IOException {
        Map<String, Object> wanted = new LinkedHashMap<>();
        request.revision().ifPresent(name -> wanted.put("revision", name));
        wanted.put("fraction", request.fraction());
        wanted.put("bytesPerSecond", request.bytesPerSecond());
        wanted.put("resume", request.resume());
        ServerTasks tasks = new ServerTasks(client, interruption);
        return tasks.await(tasks.id(client.post("/verifications", wanted)), task)
                .verification(client);
    }

    private static String inside(GuestPath where, String what, String path)
            throws OperationException {
        return Place.of(where.machine()).revisionAddress()
                + what
                + "?path="
                + Place.quoted(path)
                + where.volume().map(volume -> "&volume=" + Place.quoted(volume)).orElse("");
    }

    @Override
    public CheckOut.Result checkOut(CheckOut.Request request, Task task) throws IOException {
        return new ServerCheckOut(client, Clock.systemUTC()).disks(request, task);
    }

    @Override
    public Export.Result export(Export.Request request, Task task) throws IOException {
        return new ServerCheckOut(client, Clock.systemUTC()).machine(request, task);
    }
}
