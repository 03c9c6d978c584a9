package io.colama.guest.volume;

import io.colama.guest.file.FileTree;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** A directory of files, and file systems that hold them. */
record VolumeFiles(Path directory, Path tree) {

    private static final int COUNT = 50;

    static VolumeFiles in(Path directory) throws IOException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        for (int i = 0; i < COUNT; i++) {
            // without holes, which GRUB does not read at the start of a file
            byte[] bytes = new byte[i * 10_007];
            Seed.of(i).random().nextBytes(bytes);
            Files.write(tree.resolve("file" + i), bytes);
        }
        return new VolumeFiles(directory, tree);
    }

    /** The bytes of a file system that {@code mkfs.ext4} made of the files. */
    byte[] fileSystem(long sizeBytes) throws IOException, InterruptedException {
        Path image = blank(directory.resolve("volume"), sizeBytes);
        ForeignTool.require("mkfs.ext4").run("-q", "-F", "-d", tree, image);
        return Files.readAllBytes(image);
    }

    static Path blank(Path file, long sizeBytes) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(sizeBytes);
        }
        return file;
    }

    /** What a volume has more or less than the files. */
    List<String> difference(Volume volume) throws IOException {
        SortedMap<String, String> expected = FileTree.of(tree, FileTree.Detail.OWNED, path -> true);
        SortedMap<String, String> found =
                FileTree.of(volume.content().files().orElseThrow().root(), FileTree.Detail.OWNED);
        found.remove("/lost+found");
        return FileTree.difference(expected, found);
    }

    /** GRUB, which has readers of its own, must find the same files at a place of its. */
    void compareWithGrub(String place, List<Path> disks) throws IOException, InterruptedException {
        ForeignTool grub = ForeignTool.require("grub-fstest");
        for (int i = 0; i < COUNT; i += 7) {
            List<Object> command = new ArrayList<>(List.of("-c", disks.size()));
            command.addAll(disks);
            command.addAll(List.of("cmp", place + "/file" + i, tree.resolve("file" + i)));
            grub.run(command.toArray());
        }
    }
}
