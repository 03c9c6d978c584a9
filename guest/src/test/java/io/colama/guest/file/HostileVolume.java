package io.colama.guest.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.RunWalk;
import io.colama.testkit.Mutants;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Reads a volume that may be anything. The oracle: values, or an {@link IOException} with a
 * message, in bounded time and memory.
 */
public final class HostileVolume {

    private static final int MOST_DEPTH = 8;
    private static final int MOST_FILES = 150;
    private static final int MOST_RUNS = 50;
    private static final int READ_BYTES = 1 << 16;
    private static final int SECTOR = 512;

    private int files;
    private int told;

    private HostileVolume() {}

    /** Opens a file system. */
    @FunctionalInterface
    public interface Opener {
        /** Opens it over {@code volume}. */
        GuestFileSystem open(BlockSource volume) throws IOException;
    }

    /** Opens and reads a volume; the number of times that something could not be read. */
    public static int read(byte[] volume, Opener opener) {
        HostileVolume hostile = new HostileVolume();
        try {
            GuestFileSystem found = opener.open(BlockSources.of(volume));
            assertThat(found.facts().type()).isNotBlank();
            hostile.directory(found.root(), 0);
        } catch (IOException expected) {
            hostile.tell(expected);
        }
        return hostile.told;
    }

    private void tell(IOException expected) {
        assertThat(expected.getMessage()).isNotBlank();
        told++;
    }

    private void directory(FileNode directory, int depth) throws IOException {
        for (Entry entry : directory.entries()) {
            if (++files > MOST_FILES) {
                return;
            }
            try {
                directory.child(entry.name().toUpperCase(Locale.ROOT));
                file(entry.open(), depth);
            } catch (IOException expected) {
                tell(expected);
            }
        }
        directory.child("no such name");
    }

    private void file(FileNode node, int depth) throws IOException {
        node.extendedAttributes();
        switch (node.attributes().kind()) {
            case DIRECTORY -> {
                if (depth < MOST_DEPTH) {
                    directory(node, depth + 1);
                }
            }
            case FILE -> content(node.content());
            case SYMLINK -> assertThat(node.target()).isNotNull();
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET, OTHER -> {}
        }
    }

    private static void content(BlockSource content) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(READ_BYTES);
        int runs = 0;
        for (RunWalk walk = RunWalk.of(content, 0, content.size());
                runs < MOST_RUNS && walk.advance();
                runs++) {
            target.clear().limit((int) Math.min(READ_BYTES, walk.run().length()));
            content.read(walk.run().offset(), target);
        }
    }

    /** A changed copy of a volume: changes fall on sectors that are not empty. */
    public static byte[] mutant(byte[] volume, RandomGenerator random) {
        byte[] changed = volume.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(volume.length / SECTOR) * SECTOR;
            for (int tries = 0; tries < volume.length && isEmpty(volume, at); tries++) {
                at = random.nextInt(volume.length / SECTOR) * SECTOR;
            }
            byte[] sector = Mutants.of(Arrays.copyOfRange(volume, at, at + SECTOR), random);
            System.arraycopy(sector, 0, changed, at, Math.min(SECTOR, sector.length));
        }
        return changed;
    }

    private static boolean isEmpty(byte[] volume, int at) {
        for (int i = at; i < at + SECTOR - 2; i++) {
            if (volume[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
