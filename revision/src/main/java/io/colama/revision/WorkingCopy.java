package io.colama.revision;

import io.colama.store.Hash;
import io.colama.store.StoreException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
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
        DescriptionFile fields;
        try {
            fields = DescriptionFile.read(file, MAX_BYTES, "a working copy");
        } catch (NoSuchFileException e) {
            throw new RevisionException.NotFound(
                    directory
                            + " is not a working copy: make one with 'colama checkout MACHINE DIR'");
        }
        List<DiskFile> files = new ArrayList<>();
        for (int i = 0; i < Revision.MAX_DISKS && fields.has("disk." + i + ".name"); i++) {
            String name = plainName(file, fields.field("disk." + i + ".file"));
            files.add(
                    new DiskFile(
                            fields.field("disk." + i + ".name"),
                            name,
                            fields.field("disk." + i + ".format"),
                            below(fields, "disk." + i + ".below")));
        }
        Optional<String> definition = Optional.empty();
        if (fields.has("definition")) {
            definition = Optional.of(plainName(file, fields.field("definition")));
        }
        Hash base = fields.id("base");
        return new WorkingCopy(directory, fields.field("machine"), base, files, definition);
    }

    private static Optional<Below> below(DescriptionFile fields, String key)
            throws StoreException.Damaged {
        return fields.has(key)
                ? Optional.of(new Below(fields.id(key), fields.field(key + ".name")))
                : Optional.empty();
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
