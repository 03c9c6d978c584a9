package io.colama.nbd.client;

import io.colama.block.BlockSourceContract;
import io.colama.block.SampleBytes;
import io.colama.testkit.ForeignTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of sources, with a compressed qcow2 image behind QEMU's server. */
class QemuSourceTest extends BlockSourceContract {

    @TempDir Path directory;
    private final List<ServerProcess> servers = new ArrayList<>();

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        byte[] bytes = SampleBytes.of(random, 1_500_160); // QEMU's disks have whole sectors
        Path raw = Files.write(directory.resolve("raw"), bytes);
        Path image = directory.resolve("image.qcow2");
        ForeignTool.require("qemu-img").run("convert", "-c", "-O", "qcow2", raw, image);
        ServerProcess server =
                ServerProcess.qemu(directory, "-r", "--shared=4", "-f", "qcow2", image);
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
