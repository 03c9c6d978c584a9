package io.colama.disk.vmdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.RunWalk;
import io.colama.block.SampleBytes;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.RelatedFiles;
import io.colama.disk.image.WriteOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Reads what may be anything. The oracle: values, or an {@link IOException}, in bounded time and
 * memory.
 */
final class HostileVmdk {

    private static final int MAX_RUNS = 300;
    private static final int READ_BYTES = 1 << 17;

    private HostileVmdk() {}

    /** Every extent is the file itself, and there is no parent. */
    private record OneFile(byte[] bytes) implements RelatedFiles {

        @Override
        public Optional<DiskImage> parent(List<String> names, Optional<String> formatName)
                throws ImageException {
            assertThat(names).isNotEmpty();
            throw new ImageException.Refused("parent " + names);
        }

        @Override
        public Optional<DiskImage> parentLike(String what, Test test) throws IOException {
            return test.accepts(BlockSources.of(bytes))
                    ? Optional.empty()
                    : parent(List.of(what), Optional.empty());
        }

        @Override
        public Part part(String name) {
            return new Part(Path.of("part"), BlockSources.of(bytes));
        }
    }

    /** Opens and reads the bytes of an image; true where all could be read. */
    static boolean read(byte[] bytes) {
        try (DiskImage image =
                VmdkImage.open(
                        BlockSources.of(bytes), Path.of("hostile.vmdk"), new OneFile(bytes))) {
            assertThat(image.features()).isNotEmpty();
            assertThat(image.files()).isNotEmpty();
            read(image.content());
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

    /** Small images that are sound, one of each kind. */
    static List<byte[]> seeds(RandomGenerator random) {
        byte[] content = SampleBytes.of(random, 60 * HandMade.SECTOR);
        byte[] stream = stream(content);
        byte[] cut = java.util.Arrays.copyOf(stream, stream.length - 3 * HandMade.SECTOR);
        byte[] text =
                HandMade.descriptor("custom", "ffffffff", 1, "FLAT", "x")
                        .concat("RW 2 ZERO\nRW 0 FLAT \"y\" 1\n\n")
                        .getBytes(StandardCharsets.UTF_8);
        return List.of(
                HandMade.hosted(content, 2, 16, random),
                HandMade.esx(content, 1, random),
                HandMade.spaceEfficient(content, random),
                stream,
                cut,
                java.util.Arrays.copyOf(text, HandMade.SECTOR));
    }

    /** A stream-optimized image. */
    static byte[] stream(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WriteOptions options = WriteOptions.defaults().withThreads(1);
        try (VmdkStreamSink sink =
                VmdkStreamSink.into(
                        (offset, source) -> {
                            assertThat(offset).isEqualTo(out.size());
                            byte[] bytes = new byte[source.remaining()];
                            source.get(bytes);
                            out.writeBytes(bytes);
                        },
                        "stream.vmdk",
                        content.length,
                        options)) {
            sink.write(0, ByteBuffer.wrap(content));
            sink.finish();
            assertThat(sink.writtenBytes()).isEqualTo(out.size());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return out.toByteArray();
    }
}
