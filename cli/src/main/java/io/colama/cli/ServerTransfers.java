package io.colama.cli;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import io.colama.cli.remote.ServerClient;
import io.colama.disk.image.DiskFormat;
import io.colama.operations.CheckIn;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.operations.RevisionView;
import io.colama.operations.SourceName;
import io.colama.operations.Task;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sends images to a server, where they become revisions, and fetches disks from it. */
record ServerTransfers(ServerClient client, Interruption interruption) {

    private static final Gson GSON = new Gson();
    private static final int PIECE = 32 << 20;
    private static final int BUFFER = 1 << 16;
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int MOST_TRIES = 8;
    private static final Set<String> ENDS = Set.of("succeeded", "failed", "cancelled");

    /**
     * What was checked in.
     *
     * @param warnings what the server says of it
     */
    record Done(String machine, String revision, List<String> warnings) {}

    /** What was fetched. */
    record Fetched(String machine, String revision, String disk, String path, String format) {}

    private record Begun(String id, String task, List<Part> files) {}

    private record Part(String name, long bytes, long received, String location) {}

    private record State(
            String state, String phase, long done, long total, Done result, Problem problem) {}

    private record Problem(String code, String detail) {}

    /**
     * Checks in files: the first is the image or the definition, the others are what it names.
     *
     * @throws OperationException when something is asked for that only a repository here can do
     */
    Done checkIn(CheckIn.Request request, Task task) throws IOException {
        List<Path> files = files(request);
        Map<Path, FileTime> written = new LinkedHashMap<>();
        List<Map<String, Object>> announced = new ArrayList<>();
        for (Path file : files) {
            written.put(file, Files.getLastModifiedTime(file));
            announced.add(
                    Map.of("name", String.valueOf(file.getFileName()), "bytes", Files.size(file)));
        }
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put(
                "machine",
                request.machine().orElseThrow(() -> unsupported("a check-in of a working copy")));
        wanted.put("message", request.message());
        wanted.put("tags", request.tag().stream().toList());
        request.format().ifPresent(format -> wanted.put("format", format.formatName()));
        wanted.put("files", announced);
        Begun begun = as(client.post("/check-ins", wanted), Begun.class);
        boolean arrived = false;
        try {
            for (int i = 0; i < files.size(); i++) {
                send(files.get(i), begun.files.get(i), task);
            }
            for (Map.Entry<Path, FileTime> file : written.entrySet()) {
                if (!Files.getLastModifiedTime(file.getKey()).equals(file.getValue())) {
                    throw new OperationException(
                            Failure.FAILED,
                            file.getKey()
                                    + " changed while it was being sent: stop what writes to it, or check in a copy");
                }
            }
            arrived = true;
        } finally {
            if (!arrived) {
                client.delete("/check-ins/" + begun.id);
            }
        }
        return await(begun.task, task);
    }

    private static List<Path> files(CheckIn.Request request) throws IOException {
        if (request.definition().isPresent()
                || request.author().isPresent()
                || request.snapshot().isPresent()
                || request.withSnapshots()
                || request.pick().isPresent()
                || request.importRoot().isPresent()
                || request.since().isPresent()) {
            throw unsupported("a check-in with other options than -m, --tag and --format");
        }
        List<Path> files = new ArrayList<>();
        for (SourceName source : request.sources()) {
            if (!(source instanceof SourceName.InFiles inFiles)
                    || !Files.isRegularFile(inFiles.path())) {
                throw unsupported("a check-in of anything but files");
            }
            files.add(inFiles.path());
        }
        return files;
    }

    private static OperationException unsupported(String what) {
        return new OperationException(
                Failure.UNSUPPORTED,
                what + " does not work with --server: it needs the repository itself");
    }

    private void send(Path file, Part part, Task task) throws IOException {
        task.begin("sending " + part.name, part.bytes);
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, Math.max(1, part.bytes)));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long at = part.received;
            int failures = 0;
            while (at < part.bytes) {
                task.check();
                piece.clear().limit((int) Math.min(piece.capacity(), part.bytes - at));
                while (piece.hasRemaining() && channel.read(piece, at + piece.position()) >= 0) {
                    // until the piece is full
                }
                try {
                    long now = offset(at, piece, part);
                    task.advance(now - at);
                    at = now;
                    failures = 0;
                } catch (IOException failure) {
                    if (++failures == MOST_TRIES || Failure.of(failure) != Failure.FAILED) {
                        throw failure;
                    }
                    interruption.await(PAUSE.multipliedBy(1L << failures));
                    at = received(part, at);
                }
            }
        }
    }

    private long offset(long at, ByteBuffer piece, Part part) throws IOException {
        return client.exchange(
                        "PATCH",
                        part.location,
                        Map.of(
                                "Tus-Resumable",
                                "1.0.0",
                                "Upload-Offset",
                                Long.toString(at),
                                "Content-Type",
                                "application/offset+octet-stream"),
                        HttpRequest.BodyPublishers.ofByteArray(piece.array(), 0, piece.position()))
                .firstValueAsLong("Upload-Offset")
                .orElse(at + piece.position());
    }

    /** How much the server has after something went wrong; what we believe when it is away. */
    private long received(Part part, long believed) {
        try {
            return client.exchange(
                            "HEAD",
                            part.location,
                            Map.of("Tus-Resumable", "1.0.0"),
                            HttpRequest.BodyPublishers.noBody())
                    .firstValueAsLong("Upload-Offset")
                    .orElse(believed);
        } catch (IOException _) {
            return believed; // the next try tells
        }
    }

    private Done await(String id, Task task) throws IOException {
        String phase = "";
        long done = 0;
        while (true) {
            State now = as(client.get("/tasks/" + id), State.class);
            if (!now.phase.equals(phase)) {
                phase = now.phase;
                done = 0;
                task.begin(phase, now.total);
            }
            task.advance(Math.max(0, now.done - done));
            done = Math.max(done, now.done);
            if (now.state.equals("succeeded") && now.result != null) {
                return now.result;
            }
            if (ENDS.contains(now.state)) {
                throw failed(Optional.ofNullable(now.problem), now.state);
            }
            if (interruption.await(PAUSE)) {
                client.post("/tasks/" + id + "/cancel", Map.of());
                task.check();
            }
        }
    }

    private static OperationException failed(Optional<Problem> problem, String state) {
        for (Failure failure : Failure.values()) {
            if (problem.isPresent() && failure.code().equals(problem.get().code)) {
                return new OperationException(failure, problem.get().detail);
            }
        }
        return new OperationException(
                Failure.FAILED, problem.map(Problem::detail).orElse("the check-in has " + state));
    }

    /**
     * Fetches a disk into a file, which appears complete and synced, or not at all.
     *
     * @param view the revision
     * @param disk which disk
     */
    Fetched checkOut(
            RevisionView view,
            String machine,
            String disk,
            DiskFormat format,
            Path file,
            boolean replace,
            Task task)
            throws IOException {
        if (!replace && Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path absolute = file.toAbsolutePath();
        Path part =
                Files.createTempFile(
                        absolute.getParent(), "." + absolute.getFileName() + ".", ".part");
        try {
            task.begin("fetching " + disk, 0);
            String path =
                    "/machines/%s/revisions/%s/disks/%s?format=%s"
                            .formatted(machine, view.revision(), disk, format.formatName());
            try (InputStream in = client.open(path);
                    FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
                byte[] buffer = new byte[BUFFER];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    task.check();
                    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                    task.advance(read);
                }
                out.force(true);
            }
            Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        return new Fetched(machine, view.revision(), disk, file.toString(), format.formatName());
    }

    private <T> T as(JsonElement answer, Class<T> type) throws OperationException {
        try {
            return Optional.ofNullable(GSON.fromJson(answer, type))
                    .orElseThrow(() -> new JsonParseException("nothing"));
        } catch (JsonParseException e) {
            throw new OperationException(
                    Failure.FAILED,
                    client.server()
                            + ": it answers with something else than was asked: is it of another version?");
        }
    }
}
