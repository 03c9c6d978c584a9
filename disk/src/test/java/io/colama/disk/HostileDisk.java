package io.colama.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.RunWalk;
import io.colama.block.SampleBytes;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.DiskSnapshot;
import io.colama.disk.image.WriteOptions;
import io.colama.testkit.Seed;
import io.colama.testkit.TemporaryDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Reads what may be anything. The oracle: values, or an {@link IOException}, in bounded time and
 * memory.
 */
public final class HostileDisk {

    private static final int MAX_RUNS = 300;
    private static final int MAX_SNAPSHOTS = 3;
    private static final int READ_BYTES = 1 << 17;

    private HostileDisk() {}

    /** A small sound image, to start from. */
    public static byte[] seed(DiskFormat format) throws IOException, InterruptedException {
        RandomGenerator random = Seed.of(5).random();
        byte[] content = SampleBytes.of(random, 100_352);
        return TemporaryDirectory.bytes(directory -> {
            Path image = directory.resolve("seed");
            Written.to(image, format, content, WriteOptions.defaults(), random);
            return Files.readAllBytes(image);
        });
    }

    /** Opens and reads the bytes of an image of this format; true where all could be read. */
    public static boolean read(byte[] bytes, DiskFormat format) {
        try (DiskImage image =
                DiskImages.open(BlockSources.of(bytes), Path.of("hostile"), Optional.of(format))) {
            assertThat(image.features()).isNotNull();
            read(image.content());
            for (DiskSnapshot snapshot : image.snapshots().stream().limit(MAX_SNAPSHOTS).toList()) {
                read(image.snapshot(snapshot.id()));
            }
            return true;
        } catch (IOException told) {
            assertThat(told.getMessage()).isNotBlank();
            return false;
        }
    }

    private static void read(BlockSource content) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(READ_BYTES);
        int runs = 0;
        for (RunWalk walk = RunWalk.of(content, 0, Math.min(content.size(), 1L << 32));
                runs < MAX_RUNS && walk.advance();
                runs++) {
            target.clear().limit((int) Math.min(READ_BYTES, walk.run().length()));
            content.read(walk.run().offset(), target);
        }
        if (content.size() > 0) {
            target.clear().limit((int) Math.min(READ_BYTES, content.size()));
            content.read(content.size() - target.limit(), target);
        }
    }
}
