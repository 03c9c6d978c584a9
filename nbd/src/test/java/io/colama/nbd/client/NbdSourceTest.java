package io.colama.nbd.client;

import io.colama.block.BlockSource;
import io.colama.block.BlockSourceContract;
import io.colama.block.BlockSources;
import io.colama.block.Run;
import io.colama.block.SampleBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Our client keeps the contract of sources with our server. */
class NbdSourceTest extends BlockSourceContract {

    @TempDir Path directory;
    private final List<OwnServer> servers = new ArrayList<>();

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        byte[] bytes = SampleBytes.of(random, 1_500_001);
        SparseCopy disk = new SparseCopy(BlockSources.of(bytes), bytes);
        OwnServer server =
                OwnServer.onSocket(
                        directory.resolve("s" + servers.size()), new OneExport("disk", disk));
        servers.add(server);
        NbdSource source = NbdSource.connect(server.uri("disk"), NbdOptions.defaults());
        return Sample.of(source, bytes);
    }

    @AfterEach
    void end() throws Exception {
        for (OwnServer server : servers) {
            server.close();
        }
    }

    /** Tells of zeros where there are whole blocks of them. */
    record SparseCopy(BlockSource below, byte[] bytes) implements BlockSource {

        private static final int BLOCK = 512;

        @Override
        public long size() {
            return below.size();
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            below.read(offset, target);
        }

        @Override
        public Run runAt(long offset) {
            Objects.checkIndex(offset, size());
            boolean zero = isZero(offset);
            long end = offset;
            while (end < size() && isZero(end) == zero) {
                end = Math.min(size(), end - end % BLOCK + BLOCK);
            }
            return new Run(offset, end - offset, zero ? Run.Kind.HOLE : Run.Kind.DATA);
        }

        private boolean isZero(long offset) {
            int start = (int) (offset - offset % BLOCK);
            for (int i = start; i < Math.min(bytes.length, start + BLOCK); i++) {
                if (bytes[i] != 0) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            below.close();
        }
    }
}
