package io.colama.cli.remote;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The servers that somebody is logged in at, in the file {@code servers.json} of a directory, both
 * for their owner alone. The file is replaced as a whole.
 */
public final class KnownServers {

    private static final Set<PosixFilePermission> OWNER_FILE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_DIRECTORY =
            PosixFilePermissions.fromString("rwx------");
    private static final long MOST_BYTES = 1 << 20;
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

    private final Path directory;
    private final Path file;

    /** What a directory keeps; it need not be there. */
    public KnownServers(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("servers.json");
    }

    /**
     * A server.
     *
     * @param url its address
     * @param account who is logged in
     * @param token what is shown
     * @param expires when that ends; empty when it is not known
     * @param ca a file of certificates to trust; empty for the system's
     */
    public record Known(String url, String account, String token, String expires, String ca) {

        /** Speaks with it. */
        public ServerClient client() throws IOException {
            return new ServerClient(
                    URI.create(url),
                    Optional.of(token),
                    ca.isEmpty() ? Optional.empty() : Optional.of(Path.of(ca)));
        }

        /** Without the token. */
        @Override
        public String toString() {
            return account + " at " + url;
        }
    }

    private record Kept(List<Known> servers) {}

    /** All, in the order of their logins. */
    public List<Known> all() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        if (isPosix() && !OWNER_FILE.containsAll(Files.getPosixFilePermissions(file))) {
            throw new OperationException(
                    Failure.REFUSED,
                    "%s: others may read the tokens in it; say 'chmod 600' of it, and log in again"
                            .formatted(file));
        }
        if (Files.size(file) > MOST_BYTES) {
            throw damaged();
        }
        try {
            Kept kept = GSON.fromJson(Files.readString(file), Kept.class);
            return kept == null ? List.of() : List.copyOf(kept.servers);
        } catch (JsonParseException | NullPointerException e) {
            throw damaged();
        }
    }

    private OperationException damaged() {
        return new OperationException(
                Failure.DAMAGED, "%s: not what 'colama login' wrote; remove it".formatted(file));
    }

    /** A server by its address. */
    public Optional<Known> find(URI url) throws IOException {
        return all().stream().filter(known -> known.url.equals(url.toString())).findFirst();
    }

    /**
     * A server by its address, or the only one.
     *
     * @throws OperationException when it is not known, or there is none or more than one
     */
    public Known get(Optional<URI> url) throws IOException {
        List<Known> all = all();
        if (url.isPresent()) {
            return find(url.get())
                    .orElseThrow(() ->
                            new OperationException(
                                    Failure.NOT_FOUND,
                                    "not logged in at %s; 'colama login %s' does that"
                                            .formatted(url.get(), url.get())));
        }
        if (all.size() != 1) {
            throw new OperationException(
                    all.isEmpty() ? Failure.NOT_FOUND : Failure.USAGE,
                    all.isEmpty()
                            ? "not logged in at any server"
                            : "logged in at %d servers: say at which, 'colama login --list' tells them"
                                    .formatted(all.size()));
        }
        return all.getFirst();
    }

    /** Keeps a server, instead of what was kept of it. */
    public void put(Known known) throws IOException {
        List<Known> all = new ArrayList<>(all());
        all.removeIf(one -> one.url.equals(known.url));
        all.add(known);
        write(all);
    }

    /** Forgets a server. */
    public void remove(Known known) throws IOException {
        List<Known> all = new ArrayList<>(all());
        all.removeIf(one -> one.url.equals(known.url));
        write(all);
    }

    private boolean isPosix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private void write(List<Known> all) throws IOException {
        Files.createDirectories(directory);
        FileAttribute<?>[] own = {};
        if (isPosix()) {
            Files.setPosixFilePermissions(directory, OWNER_DIRECTORY);
            own = new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_FILE)};
        }
        Path next = Files.createTempFile(directory, "servers", ".new", own);
        try {
            Files.writeString(next, GSON.toJson(new Kept(all)) + "\n");
            Files.move(
                    next,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }
}
