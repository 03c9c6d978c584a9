package io.colama.disk.qcow2;

import io.colama.block.BlockSourceContract;
import io.colama.block.SampleBytes;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.OwnedContent;
import io.colama.disk.Qemu;
import io.colama.disk.Scribble;
import io.colama.disk.Written;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.WriteOptions;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;

class Qcow2SnapshotContentTest extends BlockSourceContract {

    @TempDir private Path directory;

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        Path image = directory.resolve("image" + System.nanoTime());
        Qemu.require();
        Path base = directory.resolve("base" + System.nanoTime());
        byte[] below = SampleBytes.of(random, 600_064);
        Written.to(base, DiskFormat.QCOW2, below, WriteOptions.defaults(), random);
        Qemu.img(
                "create",
                "-q",
                "-f",
                "qcow2",
                "-F",
                "qcow2",
                "-b",
                base,
                "-o",
                "cluster_size=16k,extended_l2=on",
                image,
                900_096);
        Scribble scribble = new Scribble(random, 1 << 14, true);
        scribble.into(image, "qcow2", 900_096, 15);
        Qemu.img("snapshot", "-c", "kept", image);
        byte[] expected = Qemu.bytes(image, "qcow2");
        scribble.into(image, "qcow2", 900_096, 15);
        DiskImage opened = DiskImages.open(image, OpenOptions.defaults().withAllowBacking(true));
        return Sample.of(OwnedContent.of(opened, opened.snapshot("kept")), expected);
    }
}
