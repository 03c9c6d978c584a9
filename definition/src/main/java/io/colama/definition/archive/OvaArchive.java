package io.colama.definition.archive;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Closing;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.ovf.OvfEnvelope;
import io.colama.definition.ovf.OvfFile;
import io.colama.definition.ovf.OvfReader;
import io.colama.definition.text.Bound;
import io.colama.definition.xml.XmlReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An OVA package: a tar archive of a descriptor, perhaps a manifest and a certificate, and disks.
 *
 * <p>Nothing is unpacked: members are read where they lie. Threads: any number once it is open.
 */
public final class OvaArchive implements Closeable {

    /** How many members a package may have. */
    public static final Bound MEMBERS = new Bound("members of an OVA", 10_000);

    private final String what;
    private final BlockSource archive;
    private final Map<String, ArchiveMember> members;
    private final ArchiveMember descriptor;
    private final OvfEnvelope envelope;
    private final List<String> notes;

    private OvaArchive(
            String what,
            BlockSource archive,
            Map<String, ArchiveMember> members,
            ArchiveMember descriptor,
            OvfEnvelope envelope,
            List<String> notes) {
        this.what = what;
        this.archive = archive;
        this.members = members;
        this.descriptor = descriptor;
        this.envelope = envelope;
        this.notes = notes;
    }

    /** Whether bytes are the start of a tar archive, as every OVA is. */
    public static boolean recognizes(byte[] firstBytes) {
        return TarReader.isTar(firstBytes);
    }

    /**
     * Opens the package in a file.
     *
     * @throws DefinitionException when it is none, damaged, or has members that are refused
     */
    public static OvaArchive open(Path path) throws IOException {
        return open(path.toString(), BlockSources.file(path));
    }

    /**
     * Opens a package, which then owns {@code archive}; on failure it is closed.
     *
     * @param what the package, for messages
     * @throws DefinitionException when it is none, damaged, or has members that are refused
     */
    public static OvaArchive open(String what, BlockSource archive) throws IOException {
        try {
            return scan(what, archive);
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, archive);
            throw failure;
        }
    }

    private static OvaArchive scan(String what, BlockSource archive) throws IOException {
        byte[] first = new byte[(int) Math.min(archive.size(), TarHeader.SIZE)];
        archive.read(0, ByteBuffer.wrap(first));
        if (!TarReader.isTar(first)) {
            throw new DefinitionException.NotThisFormat(
                    what + ": no tar archive found, which an OVA is");
        }
        TarReader tar = new TarReader(new SourceInput(archive), what, MEMBERS);
        Map<String, ArchiveMember> members = new LinkedHashMap<>();
        for (var member = tar.next(); member != null; member = tar.next()) {
            if (member.isDirectory()) {
                continue;
            }
            String name = MemberNames.flat(what, member.name());
            if (!member.isFile()) {
                throw new DefinitionException.Refused(
                        what + ": member " + name + " is a link or device, a file expected");
            }
            if (member.length() > archive.size() - member.offset()) {
                throw new DefinitionException.Damaged(
                        what
                                + ": member "
                                + name
                                + " has "
                                + member.length()
                                + " bytes at 0x%x, the package ends at 0x%x"
                                        .formatted(member.offset(), archive.size()));
            }
            ArchiveMember kept = new ArchiveMember(name, member.offset(), member.length());
            if (members.putIfAbsent(name, kept) != null) {
                throw new DefinitionException.Refused(what + ": two members are called " + name);
            }
        }
        ArchiveMember descriptor =
                members.values().stream()
                        .filter(member -> hasEnding(member, ".ovf"))
                        .findFirst()
                        .orElseThrow(() ->
                                new DefinitionException.NotThisFormat(
                                        what
                                                + ": a tar archive without a descriptor,"
                                                + " a member .ovf expected"));
        OvfEnvelope envelope =
                OvfReader.envelope(
                        what + "/" + descriptor.name(),
                        bytes(what, archive, descriptor, XmlReader.BYTES));
        List<String> notes = new ArrayList<>(envelope.definition().notes());
        if (members.values().stream().anyMatch(member -> hasEnding(member, ".cert"))) {
            notes.add("The certificate of the package is not checked.");
        }
        return new OvaArchive(what, archive, members, descriptor, envelope, notes);
    }

    private static boolean hasEnding(ArchiveMember member, String ending) {
        return member.name().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    private static byte[] bytes(String what, BlockSource archive, ArchiveMember member, Bound limit)
            throws IOException {
        byte[] bytes = new byte[(int) limit.check(what, member.length())];
        archive.read(member.offset(), ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** The files in the package, in its order. */
    public List<ArchiveMember> members() {
        return List.copyOf(members.values());
    }

    /** The name of the descriptor. */
    public String descriptorName() {
        return descriptor.name();
    }

    /** The bytes of the descriptor. */
    public byte[] descriptor() throws IOException {
        return bytes(what, archive, descriptor, XmlReader.BYTES);
    }

    /** What the descriptor says. */
    public OvfEnvelope envelope() {
        return envelope;
    }

    /** What the user should know about the package and its descriptor, a sentence each. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** The files that the descriptor refers to, with the members that hold them. */
    public List<PackedFile> files() {
        List<PackedFile> files = new ArrayList<>();
        for (OvfFile file : envelope.files()) {
            boolean gzip = file.compression().filter("gzip"::equals).isPresent();
            files.add(new PackedFile(file, pieces(file), gzip));
        }
        return files;
    }

    /** The file of this name in the descriptor, with the members that hold it. */
    public Optional<PackedFile> file(String href) {
        return files().stream().filter(packed -> packed.file().href().equals(href)).findFirst();
    }

    private List<ArchiveMember> pieces(OvfFile file) {
        ArchiveMember whole = members.get(file.href());
        if (whole != null) {
            return List.of(whole);
        }
        List<ArchiveMember> pieces = new ArrayList<>();
        if (file.chunkSizeBytes().isPresent()) {
            // the standard counts from 0; some writers from 1
            int first = members.containsKey(chunk(file, 0)) ? 0 : 1;
            for (int i = first; members.containsKey(chunk(file, i)); i++) {
                pieces.add(members.get(chunk(file, i)));
            }
        }
        return pieces;
    }

    private static String chunk(OvfFile file, int number) {
        return "%s.%09d".formatted(file.href(), number);
    }

    /** The bytes of a member. Closing them leaves the package open. */
    public BlockSource content(ArchiveMember member) {
        return BlockSources.slice(BlockSources.view(archive), member.offset(), member.length());
    }

    /**
     * The bytes of a file, its pieces put together; what is compressed stays so. Closing them
     * leaves the package open.
     *
     * @throws DefinitionException.Damaged when no member holds it
     */
    public BlockSource content(PackedFile file) throws DefinitionException {
        if (file.pieces().isEmpty()) {
            throw new DefinitionException.Damaged(
                    what
                            + ": file "
                            + file.file().href()
                            + " is in the descriptor and not in the package");
        }
        return file.pieces().size() == 1
                ? content(file.pieces().getFirst())
                : BlockSources.concat(file.pieces().stream().map(this::content).toList());
    }

    /** The checksums, wherever they stand in the package; empty when it has none. */
    public Optional<Manifest> manifest() throws IOException {
        Optional<ArchiveMember> found =
                members.values().stream().filter(member -> hasEnding(member, ".mf")).findFirst();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String name = what + "/" + found.get().name();
        return Optional.of(
                Manifest.parse(name, bytes(name, archive, found.get(), XmlReader.BYTES)));
    }

    /**
     * Reads all members that the manifest names and compares their checksums.
     *
     * @return what the user should know: that there is no manifest, or which members it leaves out
     * @throws DefinitionException.Damaged when a checksum is another or a member is missing
     * @throws java.util.concurrent.CancellationException when {@code progress} ends it
     */
    public List<String> verifyManifest(HashProgress progress) throws IOException {
        Optional<Manifest> manifest = manifest();
        if (manifest.isEmpty()) {
            return List.of("The package has no manifest, so nothing says that it is whole.");
        }
        manifest.get()
                .verify(
                        what,
                        name -> Optional.ofNullable(members.get(name)).map(this::content),
                        progress);
        List<String> listed = manifest.get().entries().stream().map(Manifest.Entry::name).toList();
        return members.keySet().stream()
                .filter(name -> !listed.contains(name))
                .filter(name -> !name.endsWith(".mf") && !name.endsWith(".cert"))
                .map(name -> "The manifest does not name " + name + ", so it was not checked.")
                .toList();
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }

    /** Reads a source forwards. */
    private static final class SourceInput implements TarInput {
        private final BlockSource source;
        private long position;

        SourceInput(BlockSource source) {
            this.source = source;
        }

        @Override
        public int read(byte[] target, int length) throws IOException {
            int count = (int) Math.min(length, source.size() - position);
            source.read(position, ByteBuffer.wrap(target, 0, count));
            position += count;
            return count;
        }

        @Override
        public long skip(long length) {
            long count = Math.min(length, source.size() - position);
            position += count;
            return count;
        }
    }
}
