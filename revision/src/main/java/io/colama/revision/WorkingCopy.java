package io.colama.revision;

import io.colama.store.Hash;
import io.colama.store.StoreException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A directory with the disks of a revision that knows where it comes from: {@code
 * .colama/working-copy.properties} names machine, base revision and files.
 *
 * @param directory the directory
 * @param machine the machine that a check-in goes to
 * @param base the revision that was checked out
 * @param files the disks, in the order of the revision
 * @param definition the definition's file name, where the revision has one
 */
public record WorkingCopy(
        Path directory,
        String machine,
        Hash base,
        List<DiskFile> files,
        Optional<String> definition) {

    private static final String FOLDER = ".colama";
    private static final String FILE = "working-copy.properties";
    private static final int MAX_BYTES = 1 << 20;

    /** Copies the list. */
    public WorkingCopy {
        files = List.copyOf(files);
    }

    /**
     * A disk in a working copy.
     *
     * @param disk its name in the revision
     * @param fileName its file in the directory
     * @param format the image format of the file
     * @param below the stored disk that it lies over; empty when it holds the whole disk
     */
    public record DiskFile(String disk, String fileName, String format, Optional<Below> below) {

        /** A file that holds the whole disk. */
        public DiskFile(String disk, String fileName, String format) {
            this(disk, fileName, format, Optional.empty());
        }
    }

    /**
     * What an overlay lies over. It stays the same when the overlay is checked in.
     *
     * @param disk the id of the stored disk
     * @param name what the overlay calls it: a file beside it, or an address
     */
    public record Below(Hash disk, String name) {}

    /** Whether a directory is a working copy. */
    public static boolean isIn(Path directory) {
        return Files.isRegularFile(directory.resolve(FOLDER).resolve(FILE));
    }

    /**
     * Opens the working copy in a directory.
     *
     * @throws RevisionException.NotFound when it is none
     */
    public static WorkingCopy open(Path directory) throws IOException {
        Path file = directory.resolve(FOLDER).resolve(FILE);
        Properties fields = new Properties();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new StoreException.Damaged(
                        file + ": larger than a working copy's description can be");
            }
            try (Reader in = Files.newBufferedReader(file)) {
                fields.load(in);
            }
        } catch (NoSuchFileException e) {
            throw new RevisionException.NotFound(
                    directory
                            + " is not a working copy: make one with 'colama checkout MACHINE DIR'");
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new StoreException.Damaged(file + ": not the description of a working copy", e);
        }
        List<DiskFile> files = new ArrayList<>();
        for (int i = 0; i < Revision.MAX_DISKS && fields.containsKey("disk." + i + ".name"); i++) {
            String name = plainName(file, field(file, fields, "disk." + i + ".file"));
            files.add(
                    new DiskFile(
                            field(file, fields, "disk." + i + ".name"),
                            name,
                            field(file, fields, "disk." + i + ".format"),
                            below(file, fields, "disk." + i + ".below")));
        }
        Optional<String> definition = Optional.empty();
        if (fields.containsKey("definition")) {
            definition = Optional.of(plainName(file, field(file, fields, "definition")));
        }
        Hash base = id(file, fields, "base");
        return new WorkingCopy(directory, field(file, fields, "machine"), base, files, definition);
    }

    private static Optional<Below> below(Path file, Properties fields, String key)
            throws StoreException.Damaged {
        return fields.containsKey(key)
                ? Optional.of(new Below(id(file, fields, key), field(file, fields, key + ".name")))
                : Optional.empty();
    }

    private static Hash id(Path file, Properties fields, String key) throws StoreException.Damaged {
        try {
            return Hash.parse(field(file, fields, key));
        } catch (IllegalArgumentException e) {
            throw new StoreException.Damaged(file + ": the field " + key + " is not an id", e);
        }
    }

    private static String field(Path file, Properties fields, String key)
            throws StoreException.Damaged {
        String value = fields.getProperty(key);
        if (value == null) {
            throw new StoreException.Damaged(file + ": the field " + key + " is missing");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new StoreException.Damaged(file + ": the field " + key + " is not text");
        }
        return value;
    }

    /**
     * A file name from a description that others may have written: it must not lead out of the
     * directory.
     */
    private static String plainName(Path file, String name) throws StoreException.Damaged {
        if (name.isEmpty()
                || name.contains("/")
                || name.contains("\\")
                || name.equals(".")
                || name.equals("..")
                || name.equals(FOLDER)
                || !isFileName(file, name)) {
            throw new StoreException.Damaged(
                    "%s: \"%s\" is not a plain file name".formatted(file, name));
        }
        return name;
    }

    private static boolean isFileName(Path file, String name) {
        try {
            return file.resolveSibling(name).getFileName().toString().equals(name);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Writes the description; replaces one that is there, whole or not at all. */
    public void save() throws IOException {
        Properties fields = new Properties();
        fields.setProperty("machine", machine);
        fields.setProperty("base", base.hex());
        definition.ifPresent(name -> fields.setProperty("definition", name));
        for (int i = 0; i < files.size(); i++) {
            fields.setProperty("disk." + i + ".name", files.get(i).disk);
            fields.setProperty("disk." + i + ".file", files.get(i).fileName);
            fields.setProperty("disk." + i + ".format", files.get(i).format);
            if (files.get(i).below.isPresent()) {
                Below below = files.get(i).below.get();
                fields.setProperty("disk." + i + ".below", below.disk.hex());
                fields.setProperty("disk." + i + ".below.name", below.name);
            }
        }
        StringWriter text = new StringWriter();
        fields.store(text, "a working copy of Colama");
        Path folder = Files.createDirectories(directory.resolve(FOLDER));
        Path temporary = folder.resolve(FILE + ".new");
        Files.writeString(temporary, text.toString(), StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(
                temporary,
                folder.resolve(FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The same files with another base, after a check-in. */
    public WorkingCopy withBase(Hash newBase) {
        return new WorkingCopy(directory, machine, newBase, files, definition);
    }
}
