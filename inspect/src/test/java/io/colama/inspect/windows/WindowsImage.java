package io.colama.inspect.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.guest.file.FuseMount;
import io.colama.guest.volume.GuestDisk;
import io.colama.inspect.Inspector;
import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.Problem;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.hive.Hives;
import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A disk with volumes of NTFS that ntfs-3g makes and hives that hivex writes. */
final class WindowsImage {

    static final long FIRST_AT = 1 << 20;
    static final int VOLUME_MEGABYTES = 48;
    static final long SECOND_AT = FIRST_AT + ((long) VOLUME_MEGABYTES << 20);

    private final Path directory;
    private final List<Map<String, Path>> volumes =
            new ArrayList<>(List.of(new HashMap<>(), new HashMap<>()));
    private int hives;

    WindowsImage(Path directory) {
        this.directory = directory;
    }

    /** A hive that has what a text in the form of {@code .reg} files says, below {@code HIVE}. */
    WindowsImage hive(String path, String text) throws Exception {
        return copy(0, path, Hives.write(directory.resolve("hive" + hives++), text));
    }

    /** A file of somebody else. */
    WindowsImage copy(int volume, String path, Path file) {
        volumes.get(volume).put(path, file);
        return this;
    }

    WindowsImage file(int volume, String path, String text) throws IOException {
        return copy(volume, path, Files.writeString(directory.resolve("file" + hives++), text));
    }

    /** The disk, with a DOS table of this signature. */
    Path write(String signature) throws Exception {
        Path disk = directory.resolve("disk");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(FIRST_AT + 2L * (VOLUME_MEGABYTES << 20) + FIRST_AT);
        }
        Path script =
                Files.writeString(
                        directory.resolve("table"),
                        "label: dos\nlabel-id: 0x%s\nsize=%dM, type=7\nsize=%dM, type=7\n"
                                .formatted(signature, VOLUME_MEGABYTES, VOLUME_MEGABYTES));
        ForeignTool.require("sh").run("-c", "sfdisk -q '%s' < '%s'".formatted(disk, script));
        long at = FIRST_AT;
        for (Map<String, Path> files : volumes) {
            Path volume = volume(files, directory.resolve("volume" + at));
            try (FileChannel from = FileChannel.open(volume);
                    FileChannel to = FileChannel.open(disk, StandardOpenOption.WRITE)) {
                to.transferFrom(from, at, from.size());
                at += from.size();
            }
        }
        return disk;
    }

    private static Path volume(Map<String, Path> files, Path image) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) VOLUME_MEGABYTES << 20);
        }
        ForeignTool.require("mkntfs").run("-F", "-Q", "-q", image);
        ForeignTool.require("ntfs-3g");
        Path place = image.resolveSibling(image.getFileName() + ".mounted");
        try (FuseMount mount = FuseMount.of(image, place, "ntfs-3g", "noatime")) {
            for (var file : files.entrySet()) {
                Path target = mount.root().resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.copy(file.getValue(), target);
            }
        }
        return image;
    }

    /** Writes the disk and looks into it. */
    Inspection inspect(String signature) throws Exception {
        try (BlockSource source = BlockSources.file(write(signature))) {
            return Inspector.inspect(List.of(new GuestDisk("disk0", source)));
        }
    }

    /** Several texts as a value of a {@code .reg} file. */
    static String texts(String... texts) {
        return hex(7, (String.join("\0", texts) + "\0\0").getBytes(StandardCharsets.UTF_16LE));
    }

    /** Bytes as a value of a {@code .reg} file. */
    static String hex(int type, byte[] bytes) {
        return "hex(%d):%s".formatted(type, HexFormat.ofDelimiter(",").formatHex(bytes));
    }

    /** A hive SYSTEM with two control sets, of which the second counts. */
    static String system(String product, String architecture, String more) {
        return """
        [HIVE\\Select]
        "Current"=dword:00000002

        [HIVE\\ControlSet001\\Control\\ComputerName\\ComputerName]
        "ComputerName"=str(1):"WRONG"

        [HIVE\\ControlSet002\\Control\\ComputerName\\ComputerName]
        "ComputerName"=str(1):"SERVER1"

        [HIVE\\ControlSet002\\Control\\ProductOptions]
        "ProductType"=str(1):"%s"

        [HIVE\\ControlSet002\\Control\\Session Manager\\Environment]
        "PROCESSOR_ARCHITECTURE"=str(1):"%s"

        [HIVE\\ControlSet002\\Services\\Spooler]
        "Type"=dword:00000010
        "Start"=dword:00000002
        "ImagePath"=str(2):"%%SystemRoot%%\\\\spoolsv.exe"
        "ObjectName"=str(1):"LocalSystem"
        "DisplayName"=str(1):"Print Spooler"

        %s
        """
                .formatted(product, architecture, more);
    }

    /** The one system of a machine. */
    static SystemFacts only(Inspection inspection) {
        assertThat(inspection.systems()).hasSize(1);
        return inspection.systems().getFirst();
    }

    /** What could not be read of it. */
    static List<String> codes(SystemFacts system) {
        return system.problems().stream().map(Problem::code).toList();
    }

    /** What a letter of a drive on a disk with a DOS table is kept as. */
    static String dosDevice(String signature, long offset) {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt((int) Long.parseLong(signature, 16)).putLong(offset);
        return hex(3, bytes.array());
    }
}
