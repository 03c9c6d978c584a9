package io.colama.definition.archive;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.text.Bound;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * A Vagrant box: a tar, gzip-compressed tar or zip archive, whichever its first bytes tell.
 *
 * <p>Unpacking writes into a directory that the caller owns and that nobody else changes meanwhile;
 * it never follows or makes a link, never replaces a file, and leaves what it wrote when it fails,
 * for the caller to remove with the directory.
 */
public final class BoxArchive {

    private static final int GZIP_MAGIC = 0x1F8B;
    private static final int ZIP_MAGIC = 0x504B;
    private static final int BUFFER = 1 << 16;

    private BoxArchive() {}

    /**
     * Unpacks a box.
     *
     * @return the files that were written, in the order of the box
     * @throws DefinitionException.NotThisFormat when it is no archive
     * @throws DefinitionException.Damaged when the archive breaks off or is malformed
     * @throws DefinitionException.Refused when a name climbs, a member is a link or device, or a
     *     limit is passed
     */
    public static List<Path> extract(Path box, Path directory, BoxLimits limits)
            throws IOException {
        try (BlockSource file = BlockSources.file(box)) {
            return extract(box.toString(), file, directory, limits);
        }
    }

    /** The same from a source, which stays open; {@code what} is what it is called. */
    public static List<Path> extract(String what, BlockSource box, Path directory, BoxLimits limits)
            throws IOException {
        Unpacking unpacking = new Unpacking(what, directory, limits, box.size());
        try (InputStream file = new BufferedInputStream(BlockSources.stream(box), BUFFER)) {
            file.mark(TarHeader.SIZE);
            byte[] first = file.readNBytes(TarHeader.SIZE);
            file.reset();
            int magic = first.length < 2 ? 0 : (first[0] & 0xFF) << 8 | (first[1] & 0xFF);
            if (magic == ZIP_MAGIC) {
                zip(what, file, unpacking);
            } else if (magic == GZIP_MAGIC) {
                tar(what, new GZIPInputStream(file, BUFFER), unpacking, limits);
            } else if (TarReader.isTar(first)) {
                tar(what, file, unpacking, limits);
            } else {
                throw new DefinitionException.NotThisFormat(
                        what + ": no box found, a tar, tar.gz or zip archive expected");
            }
        } catch (ZipException | EOFException broken) {
            throw new DefinitionException.Damaged(
                    what + ": the compressed data cannot be read: " + broken.getMessage(), broken);
        }
        return unpacking.written();
    }

    private static void tar(String what, InputStream stream, Unpacking unpacking, BoxLimits limits)
            throws IOException {
        TarReader tar =
                new TarReader(
                        new StreamInput(stream, unpacking),
                        what,
                        new Bound("members of a box", limits.members()));
        for (var member = tar.next(); member != null; member = tar.next()) {
            if (isRoot(member.name())) {
                continue;
            }
            String name = MemberNames.relative(what, member.name());
            if (member.isDirectory()) {
                unpacking.directory(name);
            } else if (member.isFile()) {
                unpacking.file(name, tar::content);
            } else {
                throw new DefinitionException.Refused(
                        what + ": member " + name + " is a link or device, a file expected");
            }
        }
    }

    /** Archives of a whole directory name it first. */
    private static boolean isRoot(String name) {
        return name.equals(".") || name.equals("./");
    }

    private static void zip(String what, InputStream file, Unpacking unpacking) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                unpacking.countMember();
                String name = MemberNames.relative(what, entry.getName());
                if (entry.isDirectory()) {
                    unpacking.directory(name);
                } else {
                    unpacking.file(
                            name,
                            (target, length) -> Math.max(0, zip.readNBytes(target, 0, length)));
                }
            }
        } catch (IllegalArgumentException badName) {
            throw new DefinitionException.Damaged(
                    what + ": the name of a zip member is in no encoding", badName);
        }
    }

    /** Reads a stream forwards; what is passed over counts as unpacked, too. */
    private record StreamInput(InputStream stream, Unpacking unpacking) implements TarInput {

        @Override
        public int read(byte[] target, int length) throws IOException {
            return stream.readNBytes(target, 0, length);
        }

        @Override
        public long skip(long length) throws IOException {
            byte[] passed = new byte[(int) Math.min(length, BUFFER)];
            long done = 0;
            while (done < length) {
                int read = stream.readNBytes(passed, 0, (int) Math.min(BUFFER, length - done));
                if (read == 0) {
                    break;
                }
                done += read;
                unpacking.count(read);
            }
            return done;
        }
    }
}
