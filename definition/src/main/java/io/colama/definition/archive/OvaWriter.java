package io.colama.definition.archive;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DiskFile;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.WriteChoices;
import io.colama.definition.ovf.OvfWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/**
 * Writes an OVA: descriptor, manifest, then the disks, which stream through once.
 *
 * <p>The descriptor and the manifest stand first and need the lengths and checksums of what comes
 * after. So their places are reserved, as long as they can get, and filled at the end: the
 * descriptor is followed by blanks, which XML permits, and a manifest with SHA-256 has a length
 * that is known. Until {@link #finish} the package has no valid first header, so what a crash
 * leaves is taken for nothing.
 *
 * <p>For one thread. The caller owns the target.
 */
public final class OvaWriter {

    private static final int MAX_NAME_BYTES = 100;

    private final OvaTarget target;
    private final String name;
    private final MachineDefinition machine;
    private final WriteChoices choices;
    private final long modifiedSeconds;
    private final int descriptorBytes;
    private final int manifestBytes;
    private final List<DiskFile> done = new ArrayList<>();
    private final List<String> hashes = new ArrayList<>();
    private boolean diskOpen;
    private long position;

    private OvaWriter(
            OvaTarget target,
            String name,
            MachineDefinition machine,
            WriteChoices choices,
            Instant modified) {
        this.target = target;
        this.name = name;
        this.machine = machine;
        this.choices = choices;
        this.modifiedSeconds = modified.getEpochSecond();
        this.descriptorBytes = descriptor(longest(choices.diskFiles())).length;
        String noHash = "0".repeat(64);
        List<String> noHashes = choices.diskFiles().stream().map(file -> noHash).toList();
        this.manifestBytes = manifest(noHash, noHashes).length;
        this.position = 2L * TarHeader.SIZE + padded(descriptorBytes) + padded(manifestBytes);
    }

    /**
     * Starts a package.
     *
     * @param name the name of the descriptor and manifest, without their endings
     * @param choices the files of all disks, in order; their lengths are found while they stream
     * @param modified the time that all members bear
     * @throws DefinitionException.Refused when a name is no plain file name
     * @throws DefinitionException.Unsupported when a name is too long for the archive
     */
    public static OvaWriter start(
            OvaTarget target,
            String name,
            MachineDefinition machine,
            WriteChoices choices,
            Instant modified)
            throws DefinitionException {
        if (choices.diskFiles().size() != machine.disks().size()) {
            throw new IllegalArgumentException(
                    choices.diskFiles().size() + " files for " + machine.disks().size() + " disks");
        }
        List<String> names = new ArrayList<>(List.of(name + ".ovf", name + ".mf"));
        choices.diskFiles().forEach(file -> names.add(file.name()));
        for (String member : names) {
            MemberNames.flat("package " + name, member);
            if (member.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
                throw new DefinitionException.Unsupported(
                        "package "
                                + name
                                + ": the file name "
                                + member
                                + " is longer than "
                                + MAX_NAME_BYTES
                                + " bytes; choose a shorter one");
            }
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new DefinitionException.Refused(
                    "package " + name + ": two files have one name; name the disks differently");
        }
        return new OvaWriter(target, name, machine, choices, modified);
    }

    private static long padded(long length) {
        return (length + TarHeader.SIZE - 1) & -TarHeader.SIZE;
    }

    private static List<DiskFile> longest(List<DiskFile> files) {
        return files.stream()
                .map(file ->
                        new DiskFile(
                                file.name(),
                                file.format(),
                                file.sizeBytes(),
                                OptionalLong.of(Long.MAX_VALUE),
                                OptionalLong.of(Long.MAX_VALUE)))
                .toList();
    }

    private byte[] descriptor(List<DiskFile> files) {
        return OvfWriter.write(machine, choices.withDiskFiles(files));
    }

    private byte[] manifest(String descriptorHash, List<String> diskHashes) {
        StringBuilder lines = new StringBuilder();
        lines.append("SHA256(").append(name).append(".ovf)= ").append(descriptorHash).append('\n');
        for (int i = 0; i < diskHashes.size(); i++) {
            lines.append("SHA256(")
                    .append(choices.diskFiles().get(i).name())
                    .append(")= ")
                    .append(diskHashes.get(i))
                    .append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The next disk, in the machine's order: what is written becomes its file, and closing ends it.
     */
    public Disk nextDisk() {
        if (diskOpen || done.size() == choices.diskFiles().size()) {
            throw new IllegalStateException(diskOpen ? "a disk is open" : "all disks are written");
        }
        diskOpen = true;
        return new Disk(choices.diskFiles().get(done.size()));
    }

    /**
     * Fills in the descriptor and the manifest and ends the package.
     *
     * @return the length of the package in bytes
     */
    public long finish() throws IOException {
        if (diskOpen || done.size() < choices.diskFiles().size()) {
            throw new IllegalStateException(
                    done.size() + " of " + choices.diskFiles().size() + " disks are written");
        }
        target.write(position, ByteBuffer.wrap(new byte[2 * TarHeader.SIZE]));
        byte[] descriptor = descriptor(done);
        int written = descriptor.length;
        descriptor = Arrays.copyOf(descriptor, descriptorBytes);
        Arrays.fill(descriptor, written, descriptorBytes, (byte) '\n');
        byte[] manifest =
                manifest(
                        HexFormat.of().formatHex(Manifest.digest("SHA-256").digest(descriptor)),
                        hashes);
        member(TarHeader.SIZE + padded(descriptorBytes), name + ".mf", manifest);
        member(0, name + ".ovf", descriptor);
        return position + 2L * TarHeader.SIZE;
    }

    private void member(long offset, String member, byte[] content) throws IOException {
        byte[] whole = new byte[(int) (TarHeader.SIZE + padded(content.length))];
        byte[] header = TarHeader.plainFile(member, content.length, modifiedSeconds);
        System.arraycopy(header, 0, whole, 0, header.length);
        System.arraycopy(content, 0, whole, header.length, content.length);
        target.write(offset, ByteBuffer.wrap(whole));
    }

    /** A disk that streams into the package. */
    public final class Disk implements WritableByteChannel {

        private final DiskFile file;
        private final long header;
        private final MessageDigest digest = Manifest.digest("SHA-256");
        private OptionalLong populated;
        private long length;
        private boolean open = true;

        private Disk(DiskFile file) {
            this.file = file;
            this.header = position;
            this.populated = file.populatedBytes();
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (!open) {
                throw new ClosedChannelException();
            }
            int count = bytes.remaining();
            digest.update(bytes.duplicate());
            target.write(header + TarHeader.SIZE + length, bytes.duplicate());
            bytes.position(bytes.limit());
            length += count;
            return count;
        }

        /** Says how much of the disk is in use. */
        public void populatedBytes(long bytes) {
            populated = OptionalLong.of(bytes);
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() throws IOException {
            if (!open) {
                return;
            }
            open = false;
            long end = header + TarHeader.SIZE + length;
            int rest = (int) (padded(length) - length);
            if (rest > 0) {
                target.write(end, ByteBuffer.wrap(new byte[rest]));
            }
            byte[] block = TarHeader.plainFile(file.name(), length, modifiedSeconds);
            target.write(header, ByteBuffer.wrap(block));
            position = end + rest;
            done.add(
                    new DiskFile(
                            file.name(),
                            file.format(),
                            file.sizeBytes(),
                            OptionalLong.of(length),
                            populated));
            hashes.add(HexFormat.of().formatHex(digest.digest()));
            diskOpen = false;
        }
    }
}
