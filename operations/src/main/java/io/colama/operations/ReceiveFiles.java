package io.colama.operations;

import io.colama.block.ImageException;
import io.colama.guest.archive.ArchiveMembers;
import io.colama.guest.archive.ArchiveMembers.Member;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes files of an archive that comes from a server, as {@link CopyFiles} makes them of a machine.
 *
 * <p>The archive is not trusted: a member is made only below a directory that was made for a member
 * before it, under a single name, and never over or through anything that exists.
 */
public final class ReceiveFiles {

    private final GuestPath from;
    private final Path target;
    private final Task task;
    private final Set<String> directories = new HashSet<>();
    private final Set<String> plainFiles = new HashSet<>();
    private final Deque<Member> open = new ArrayDeque<>();
    private final List<String> warnings = new ArrayList<>();
    private Path top;
    private boolean begun;
    private long files;
    private long bytes;

    private ReceiveFiles(GuestPath from, Path target, Task task) {
        this.from = from;
        this.target = target;
        this.top = target;
        this.task = task;
    }

    /**
     * Copies.
     *
     * @param from what was asked for
     * @param tar the archive of it, not compressed
     * @param target as of {@link CopyFiles#run}
     */
    public static CopyFiles.Result run(GuestPath from, InputStream tar, Path target, Task task)
            throws IOException {
        ReceiveFiles copy = new ReceiveFiles(from, target, task);
        task.begin(from.path(), 0);
        copy.all(new ArchiveMembers(tar));
        return new CopyFiles.Result(
                copy.top.toString(), copy.files, copy.bytes, List.copyOf(copy.warnings));
    }

    private void all(ArchiveMembers members) throws IOException {
        for (var member = members.next(); member.isPresent(); member = members.next()) {
            task.check();
            // a file of the manifest's name can be what was asked for
            if (!begun || !member.get().isManifest()) {
                one(members, member.get());
            }
        }
        leave("");
        members.leftOut().forEach(this::warn);
    }

    private void warn(String warning) {
        if (warnings.size() < CopyFiles.MOST_WARNINGS) {
            warnings.add(warning);
        }
    }

    private void one(ArchiveMembers members, Member member) throws IOException {
        String name =
                member.name().endsWith("/")
                        ? member.name().substring(0, member.name().length() - 1)
                        : member.name();
        leave(name);
        boolean first = !begun;
        begun = true;
        if (first) {
            top = CopyFiles.place(target, own(name));
        }
        int slash = name.lastIndexOf('/');
        if (first ? slash >= 0 : !directories.contains(name.substring(0, Math.max(0, slash)))) {
            throw new ImageException.Damaged(
                    "\"%s\" found in the archive, which lies below nothing that came before it"
                            .formatted(name));
        }
        try {
            make(members, member, name, first ? top : place(name));
        } catch (InvalidPathException unwritable) {
            warn("%s: left out, its name or target cannot be written here".formatted(shown(name)));
        }
    }

    private static Optional<String> own(String name) throws ImageException.Damaged {
        try {
            return name.equals(".") ? Optional.empty() : Optional.of(single(name));
        } catch (InvalidPathException unwritable) {
            throw new ImageException.Damaged(
                    "\"%s\" found as the first name of the archive, which is none here"
                            .formatted(name));
        }
    }

    private static String single(String name) {
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || Path.of(name).getNameCount() != 1
                || Path.of(name).isAbsolute()) {
            throw new InvalidPathException(name, "not a name");
        }
        return name;
    }

    /** Where a member goes: each part of its name is a single one. */
    private Path place(String name) {
        Path to = top;
        String[] parts = name.split("/", -1);
        for (int i = 1; i < parts.length; i++) {
            to = to.resolve(single(parts[i]));
        }
        return to;
    }

    /** The path in the machine. */
    private String shown(String name) {
        int slash = name.indexOf('/');
        String start = from.path().replaceFirst("/$", "");
        return slash < 0 ? from.path() : start + name.substring(slash);
    }

    private void make(ArchiveMembers members, Member member, String name, Path to)
            throws IOException {
        switch (member.type()) {
            case '0' -> {
                file(members, member, to);
                plainFiles.add(name);
            }
            case '1' -> {
                if (!plainFiles.contains(member.link())) {
                    warn(
                            "%s: left out, it links to a file that is not there"
                                    .formatted(shown(name)));
                    return;
                }
                Path other = member.link().equals(name) ? top : place(member.link());
                Files.copy(other, to, LinkOption.NOFOLLOW_LINKS);
                bytes += Files.size(to);
                CopyFiles.finish(member.mode(), member.modified(), to);
            }
            case '2' -> Files.createSymbolicLink(to, Path.of(member.link()));
            case '5' -> {
                if (!Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectory(to);
                }
                directories.add(name);
                open.push(member);
            }
            default -> {
                warn("%s: a %s is left out".formatted(shown(name), kind(member.type())));
                return;
            }
        }
        files++;
    }

    private static String kind(char type) {
        return switch (type) {
            case '3' -> "character device";
            case '4' -> "block device";
            case '6' -> "pipe";
            default -> "file of another kind";
        };
    }

    private void file(ArchiveMembers members, Member member, Path to) throws IOException {
        try (FileChannel out =
                FileChannel.open(
                        to,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS)) {
            members.read(
                    member,
                    (position, data, length) -> {
                        task.check();
                        ByteBuffer chunk = ByteBuffer.wrap(data, 0, length);
                        for (long at = position; chunk.hasRemaining(); ) {
                            at += out.write(chunk, at);
                        }
                        bytes += length;
                        task.advance(length);
                    });
            if (out.size() < member.bytes()) {
                out.write(ByteBuffer.allocate(1), member.bytes() - 1);
            }
        }
        CopyFiles.finish(member.mode(), member.modified(), to);
    }

    /** Directories that a member does not lie in are done: their times change no more. */
    private void leave(String name) throws IOException {
        while (!open.isEmpty() && !name.startsWith(open.peek().name())) {
            Member done = open.pop();
            String own = done.name().substring(0, done.name().length() - 1);
            CopyFiles.finish(done.mode(), done.modified(), own.indexOf('/') < 0 ? top : place(own));
        }
    }
}
