package io.colama.operations;

import io.colama.block.BlockSink;
import io.colama.block.BlockSource;
import io.colama.definition.Definitions;
import io.colama.definition.archive.BoxWriter;
import io.colama.definition.archive.OvaTarget;
import io.colama.definition.archive.OvaWriter;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.DiskFile;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.WriteChoices;
import io.colama.definition.vagrant.BoxDescriptors;
import io.colama.disk.DiskImages;
import io.colama.disk.DiskWriters;
import io.colama.disk.OpenOptions;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.TargetFile;
import io.colama.disk.image.WriteOptions;
import io.colama.disk.vmdk.VmdkStreamSink;
import io.colama.revision.Revision;
import io.colama.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Writes the files of one machine. One thread, used once. */
final class MachineWriter {

    private static final int PIECE = 1 << 20;

    private final Store store;
    private final Revision revision;
    private final MachineDefinition machine;
    private final Export.Request request;
    private final List<String> notes;
    private final Task task;
    private final WriteChoices choices;
    private long dataBytes;

    MachineWriter(
            Store store,
            Revision revision,
            MachineDefinition machine,
            Export.Request request,
            List<String> notes,
            Task task) {
        this.store = store;
        this.revision = revision;
        this.machine = machine;
        this.request = request;
        this.notes = notes;
        this.task = task;
        this.choices =
                WriteChoices.defaults()
                        .withOvfVersion(
                                request.secondOvf()
                                        ? WriteChoices.OvfVersion.V2_0
                                        : WriteChoices.OvfVersion.V1_1)
                        .withBoxProvider(
                                request.output() == MachineOutput.BOX_VIRTUALBOX
                                        ? WriteChoices.BoxProvider.VIRTUALBOX
                                        : WriteChoices.BoxProvider.LIBVIRT);
    }

    /** How many bytes of the disks were not known to be zero. */
    long dataBytes() {
        return dataBytes;
    }

    private WriteOptions options() {
        return WriteOptions.defaults()
                .withCompress(request.output().compressed())
                .withReplace(request.replace());
    }

    /** Writes the machine into one file. */
    List<Path> file() throws IOException {
        try (TargetFile file = TargetFile.create(request.target(), options())) {
            write(file::write, false);
            file.finish();
        }
        return List.of(request.target());
    }

    /** Writes the file to learn what is in its headers; what has a known length is left out. */
    void rehearse(OvaTarget target) throws IOException {
        write(target, true);
    }

    /** Writes the file. */
    void perform(OvaTarget target) throws IOException {
        write(target, false);
    }

    private void write(OvaTarget target, boolean rehearsal) throws IOException {
        if (request.output() == MachineOutput.OVA) {
            ova(target);
        } else {
            box(target, rehearsal);
        }
    }

    private void ova(OvaTarget target) throws IOException {
        String stem = Export.stem(request.target(), Optional.of("ova"));
        List<DiskFile> files = new ArrayList<>();
        for (Revision.Disk disk : revision.disks()) {
            files.add(DiskFile.of(stem + "-" + disk.name() + ".vmdk", "vmdk", disk.sizeBytes()));
        }
        WriteChoices named = choices.withDiskFiles(files);
        addLosses(named);
        OvaWriter writer = OvaWriter.start(target, stem, machine, named, revision.time());
        for (int i = 0; i < files.size(); i++) {
            try (OvaWriter.Disk member = writer.nextDisk()) {
                long data = stream(revision.disks().get(i), files.get(i).name(), member);
                member.populatedBytes(data);
            }
        }
        writer.finish();
    }

    /** Writes a stream-optimized VMDK image forwards. */
    private long stream(Revision.Disk disk, String name, WritableByteChannel target)
            throws IOException {
        try (VmdkStreamSink sink =
                VmdkStreamSink.into(
                        (_, bytes) -> target.write(bytes), name, disk.sizeBytes(), options())) {
            return copy(disk, sink);
        } catch (IllegalArgumentException tooLarge) {
            throw new OperationException(Failure.UNSUPPORTED, name + ": " + tooLarge.getMessage());
        }
    }

    private long copy(Revision.Disk disk, BlockSink sink) throws IOException {
        long data = store.dataBytes(disk.id());
        store.copy(disk.id(), sink, task);
        sink.finish();
        dataBytes += data;
        return data;
    }

    private void box(OvaTarget target, boolean rehearsal) throws IOException {
        boolean virtualBox = request.output() == MachineOutput.BOX_VIRTUALBOX;
        List<DiskFile> files = new ArrayList<>();
        for (Revision.Disk disk : revision.disks()) {
            int number = files.size();
            String name =
                    virtualBox
                            ? "box-disk%03d.vmdk".formatted(number + 1)
                            : number == 0 ? "box.img" : "box_%d.img".formatted(number);
            files.add(DiskFile.of(name, virtualBox ? "vmdk" : "qcow2", disk.sizeBytes()));
        }
        WriteChoices named = choices.withDiskFiles(files);
        addLosses(named);
        BoxWriter writer = new BoxWriter(target, revision.time());
        for (Map.Entry<String, byte[]> one : BoxDescriptors.write(machine, named).entrySet()) {
            writer.file(one.getKey(), one.getValue());
        }
        for (int i = 0; i < files.size(); i++) {
            Revision.Disk disk = revision.disks().get(i);
            String name = files.get(i).name();
            if (virtualBox) {
                try (BoxWriter.Member member = writer.member(name)) {
                    stream(disk, name, member);
                }
            } else {
                laidOut(disk, name, writer, rehearsal);
            }
        }
        writer.finish();
    }

    /** A format that is not written forwards is laid out before. */
    private void laidOut(Revision.Disk disk, String name, BoxWriter writer, boolean rehearsal)
            throws IOException {
        UUID identity = UUID.nameUUIDFromBytes(disk.id().hex().getBytes(StandardCharsets.US_ASCII));
        try (BlockSource image =
                        DiskWriters.view(
                                store.open(disk.id()), request.output().disks(), name, identity);
                BoxWriter.Member member = writer.member(name, image.size())) {
            if (rehearsal) {
                member.leaveOut();
                return;
            }
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            for (long at = 0; at < image.size(); at += piece.limit()) {
                task.check();
                piece.clear().limit((int) Math.min(PIECE, image.size() - at));
                image.read(at, piece);
                member.write(piece.flip());
                task.advance(piece.limit());
            }
            dataBytes += store.dataBytes(disk.id());
        } catch (IllegalArgumentException tooLarge) {
            throw new OperationException(Failure.UNSUPPORTED, name + ": " + tooLarge.getMessage());
        }
    }

    /** Writes the machine into a directory. */
    List<Path> directory() throws IOException {
        Path target = request.target().toAbsolutePath().normalize();
        CheckOut.requireEmpty(target);
        try (PartialDirectory partial = PartialDirectory.beside(target)) {
            List<String> names = fill(partial.path());
            partial.become(target);
            return names.stream().map(request.target()::resolve).toList();
        }
    }

    private List<String> fill(Path directory) throws IOException {
        String stem = Export.stem(request.target(), Optional.empty());
        String ending = request.output().disks().formatName();
        List<DiskFile> files = new ArrayList<>();
        List<DiskDevice> devices = new ArrayList<>();
        for (int i = 0; i < revision.disks().size(); i++) {
            Revision.Disk disk = revision.disks().get(i);
            String name = stem + "-" + disk.name() + "." + ending;
            Path image = directory.resolve(name);
            long data;
            try (BlockSink sink =
                    TargetFormat.create(
                            image, request.output().disks(), disk.sizeBytes(), options())) {
                data = copy(disk, sink);
            }
            files.add(
                    new DiskFile(
                            name,
                            ending,
                            disk.sizeBytes(),
                            OptionalLong.of(Files.size(image)),
                            OptionalLong.of(data)));
            devices.add(machine.disks().get(i).withId(identity(image)));
        }
        MachineDefinition placed = machine.builder().disks(devices).build();
        DefinitionFormat format = request.output().definition();
        WriteChoices named = choices.withDiskFiles(files);
        addLosses(named);
        List<String> names = new ArrayList<>();
        names.add(stem + "." + format.extension());
        byte[] text = Definitions.write(format, placed, named);
        TargetFile.save(directory.resolve(names.getFirst()), text, WriteOptions.defaults());
        if (request.output() == MachineOutput.OVF) {
            names.add(stem + ".mf");
            TargetFile.save(
                    directory.resolve(stem + ".mf"),
                    manifest(directory, names.getFirst(), files),
                    WriteOptions.defaults());
        }
        files.forEach(file -> names.add(file.name()));
        return names;
    }

    /** VirtualBox compares the identity in its settings with that in the image. */
    private Optional<String> identity(Path image) throws IOException {
        if (request.output() != MachineOutput.VBOX) {
            return Optional.empty();
        }
        OpenOptions known = OpenOptions.defaults().withFormat(request.output().disks());
        try (DiskImage opened = DiskImages.open(image, known)) {
            return opened.identity();
        }
    }

    private void addLosses(WriteChoices named) throws IOException {
        notes.addAll(Definitions.losses(request.output().definition(), machine, named));
    }

    private byte[] manifest(Path directory, String descriptor, List<DiskFile> files)
            throws IOException {
        List<String> names = new ArrayList<>(List.of(descriptor));
        files.forEach(file -> names.add(file.name()));
        StringBuilder lines = new StringBuilder();
        for (String name : names) {
            lines.append("SHA256(%s)= %s%n".formatted(name, sha256(directory.resolve(name))));
        }
        return lines.toString()
                .replace(System.lineSeparator(), "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException every) {
            throw new IllegalStateException("every JDK has SHA-256", every);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            while (channel.read(piece.clear()) >= 0) {
                task.check();
                digest.update(piece.flip());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
