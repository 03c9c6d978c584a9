package io.colama.cli;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import io.colama.cli.remote.ServerClient;
import io.colama.operations.AddNote;
import io.colama.operations.CloneMachine;
import io.colama.operations.Diff;
import io.colama.operations.Failure;
import io.colama.operations.GuestFiles;
import io.colama.operations.GuestPath;
import io.colama.operations.Inspect;
import io.colama.operations.ListMachines;
import io.colama.operations.Log;
import io.colama.operations.OperationException;
import io.colama.operations.RevisionView;
import io.colama.operations.Search;
import io.colama.operations.Tag;
import io.colama.operations.Task;
import io.colama.search.index.Facet;
import io.colama.search.index.Hit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A repository behind a server. Its answers have the names of the records that the operations
 * return, so they are read as these.
 */
record ServerVerbs(ServerClient client) implements Verbs {

    private static final Gson GSON = new Gson();
    private static final int PAGE = 1000;
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
                    as(
                            client.get("/machines?limit=" + PAGE + "&cursor=" + quoted(cursor)),
                            Machines.class);
            all.addAll(page.items);
            cursor = page.next == null ? "" : page.next;
        } while (!cursor.isEmpty());
        return all;
    }

    @Override
    public List<RevisionView> log(Log.Request request) throws IOException {
        if (request.revision().isEmpty()) {
            List<RevisionView> heads = new ArrayList<>();
            for (ListMachines.Entry machine : machines()) {
                heads.addAll(log(machine.machine(), request.limit()));
            }
            return heads.stream().limit(request.limit()).toList();
        }
        return log(request.revision().get(), request.limit());
    }

    private List<RevisionView> log(String revision, int limit) throws IOException {
        Place place = Place.of(revision);
        List<RevisionView> all = new ArrayList<>();
        String from = place.revision;
        while (all.size() < limit) {
            int wanted = Math.min(PAGE, limit - all.size());
            List<RevisionView> page =
                    as(
                            client.get(
                                    "%s/revisions?limit=%d&from=%s"
                                            .formatted(place.address(), wanted, quoted(from))),
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
        return as(client.get(Place.of(revision).revisionAddress()), RevisionView.class);
    }

    @Override
    public Tag.Result tag(String revision, String name, boolean force) throws IOException {
        Place place = Place.of(revision);
        return as(
                client.put(
                        place.address() + "/tags/" + quoted(name),
                        Map.of("revision", place.revision, "move", force)),
                Tag.Result.class);
    }

    @Override
    public AddNote.Result note(String revision, String text) throws IOException {
        return as(
                client.post(Place.of(revision).revisionAddress() + "/notes", Map.of("text", text)),
                AddNote.Result.class);
    }

    @Override
    public CloneMachine.Result cloneMachine(String revision, String name) throws IOException {
        Place place = Place.of(revision);
        ListMachines.Entry made =
                as(
                        client.post(
                                place.address() + "/clones",
                                Map.of("name", name, "revision", place.revision)),
                        ListMachines.Entry.class);
        return new CloneMachine.Result(made.machine(), made.head(), place.machine);
    }

    @Override
    public Inspect.Result inspect(Inspect.Request request, Task task) throws IOException {
        if (request.anew() || request.deep()) {
            throw new OperationException(
                    Failure.UNSUPPORTED,
                    "a server tells what it has found; to look again or deeper, inspect at the repository itself");
        }
        return as(
                client.get(Place.of(request.name()).revisionAddress() + "/inspection"),
                Inspect.Result.class);
    }

    @Override
    public Search.Result search(Search.Request request, Task task) throws IOException {
        Found found =
                as(
                        client.get(
                                "/search?q=%s&all=%s&facets=%s&limit=%d"
                                        .formatted(
                                                quoted(request.query()),
                                                request.allRevisions(),
                                                request.facets(),
                                                Math.min(PAGE, request.limit()))),
                        Found.class);
        return new Search.Result(
                found.query, found.total, found.notInspected, found.hits, found.facets, List.of());
    }

    @Override
    public Diff.Result diff(Diff.Request request, Task task) throws IOException {
        Place before = Place.of(request.before());
        Place after = Place.of(request.after());
        if (!before.machine.equals(after.machine)) {
            throw new OperationException(
                    Failure.UNSUPPORTED,
                    "%s and %s are different machines: a server compares revisions of one"
                            .formatted(before.machine, after.machine));
        }
        String parts =
                request.parts().stream()
                        .map(part -> part.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(","));
        return as(
                client.get(
                        "%s/diff?from=%s&to=%s&parts=%s"
                                .formatted(
                                        before.address(),
                                        quoted(before.revision),
                                        quoted(after.revision),
                                        quoted(parts))),
                Diff.Result.class);
    }

    @Override
    public void files(GuestPath where, boolean recursive, Task task, GuestFiles.Listing listing)
            throws IOException {
        Deque<String> toDo = new ArrayDeque<>(List.of(where.path()));
        while (!toDo.isEmpty()) {
            task.check();
            String path = toDo.removeFirst();
            List<GuestFiles.Listed> found =
                    as(
                            client.get(inside(where, "/files", path)),
                            new TypeToken<List<GuestFiles.Listed>>() {});
            for (GuestFiles.Listed file : found) {
                listing.accept(file);
                if (recursive && file.kind().equals("directory") && !file.path().equals(path)) {
                    toDo.addLast(file.path());
                }
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

    private static String inside(GuestPath where, String what, String path)
            throws OperationException {
        return Place.of(where.machine()).revisionAddress()
                + what
                + "?path="
                + quoted(path)
                + where.volume().map(volume -> "&volume=" + quoted(volume)).orElse("");
    }

    private <T> T as(JsonElement answer, Class<T> type) throws OperationException {
        return as(answer, TypeToken.get(type));
    }

    private <T> T as(JsonElement answer, TypeToken<T> type) throws OperationException {
        try {
            return Optional.ofNullable(GSON.fromJson(answer, type))
                    .orElseThrow(() -> new JsonParseException("nothing"));
        } catch (JsonParseException | IllegalArgumentException e) {
            throw new OperationException(
                    Failure.FAILED,
                    "%s: it answers with something else than was asked: is it of another version?"
                            .formatted(client.server()));
        }
    }

    private static String quoted(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A revision as the addresses of a server have it. */
    private record Place(String machine, String revision) {

        private static final String HEAD = "head";

        static Place of(String name) throws OperationException {
            int at = name.indexOf('@');
            int back = name.indexOf('~');
            if (at == 0 || back == 0 || name.isEmpty()) {
                throw new OperationException(
                        Failure.USAGE,
                        "\"%s\" names no machine: a server needs MACHINE or MACHINE@REF"
                                .formatted(name));
            }
            if (at > 0) {
                return new Place(name.substring(0, at), name.substring(at + 1));
            }
            return back > 0
                    ? new Place(name.substring(0, back), HEAD + name.substring(back))
                    : new Place(name, HEAD);
        }

        String address() {
            return "/machines/" + quoted(machine);
        }

        String revisionAddress() {
            return address() + "/revisions/" + quoted(revision);
        }
    }
}
