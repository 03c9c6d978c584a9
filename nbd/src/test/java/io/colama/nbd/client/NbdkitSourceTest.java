package io.colama.nbd.client;

import io.colama.block.BlockSourceContract;
import io.colama.block.SampleBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of sources, with a server that refuses requests that are not aligned or too long.
 */
class NbdkitSourceTest extends BlockSourceContract {

    @TempDir Path directory;
    private final List<ServerProcess> servers = new ArrayList<>();

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        byte[] bytes = SampleBytes.of(random, 1_503_232);
        Path raw = Files.write(directory.resolve("raw"), bytes);
        ServerProcess server =
                ServerProcess.nbdkit(
                        directory,
                        "--filter=blocksize-policy",
                        "file",
                        raw,
                        "blocksize-minimum=4096",
                        "blocksize-preferred=64K",
                        "blocksize-maximum=128K",
                        "blocksize-error-policy=error");
        servers.add(server);
        return Sample.of(NbdSource.connect(server.uri(""), NbdOptions.defaults()), bytes);
    }

    @AfterEach
    void end() throws Exception {
        for (ServerProcess server : servers) {
            server.close();
        }
    }
}
