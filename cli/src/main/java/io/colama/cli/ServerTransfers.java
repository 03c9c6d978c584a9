package io.colama.cli;

import io.colama.cli.remote.ServerClient;
import io.colama.operations.CheckIn;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.operations.SourceName;
import io.colama.operations.Task;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends images to a server, where they become revisions. */
record ServerTransfers(ServerClient client, Interruption interruption) {

    private static final int PIECE = 32 << 20;
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int MOST_TRIES = 8;

    private record Begun(String id, String task, List<Part> files) {}

    private record Part(String name, long bytes, long received, String location) {}

    /**
     * Checks in files: the first is the image or the definition, the others are what it names.
     *
     * @throws OperationException when something is asked for that only a repository here can do
     */
    ServerTasks.Done checkIn(CheckIn.Request request, Task task) throws IOException {
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
        Begun begun = client.read(client.post("/check-ins", wanted), Begun.class);
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
        return new ServerTasks(client, interruption).await(begun.task, task).result(client);
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
}
