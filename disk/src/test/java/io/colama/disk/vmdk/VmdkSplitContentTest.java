package io.colama.disk.vmdk;

import io.colama.block.BlockSourceContract;
import io.colama.block.SampleBytes;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.OwnedContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;

/** Extents of every kind behind each other. */
class VmdkSplitContentTest extends BlockSourceContract {

    private static final int PART = 300 * HandMade.SECTOR;

    @TempDir private Path directory;

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        byte[] bytes = SampleBytes.of(random, 6 * PART);
        Arrays.fill(bytes, 2 * PART, 3 * PART, (byte) 0);
        Files.write(directory.resolve("a"), HandMade.hosted(part(bytes, 0), 8, 16, random));
        Files.write(directory.resolve("b c"), part(bytes, 1));
        Files.write(directory.resolve("d"), HandMade.esx(part(bytes, 3), 4, random));
        Files.write(directory.resolve("e"), HandMade.spaceEfficient(part(bytes, 4), random));
        byte[] shifted = new byte[PART + 5 * HandMade.SECTOR];
        System.arraycopy(part(bytes, 5), 0, shifted, 2 * HandMade.SECTOR, PART);
        Files.write(directory.resolve("f"), shifted);
        Path image =
                Files.writeString(
                        directory.resolve("image.vmdk"),
                        """
                        # Disk DescriptorFile
                        version=1
                        createType="custom"
                        RW 300 SPARSE "a"
                        RW 300 VMFS "b c"
                        RW 300 ZERO
                        RW 300 VMFSSPARSE "d"
                        rdonly 300 sesparse "e"
                        RW 300 FLAT "f" 2
                        """);
        return Sample.of(OwnedContent.of(DiskImages.open(image, OpenOptions.defaults())), bytes);
    }

    private static byte[] part(byte[] bytes, int number) {
        return Arrays.copyOfRange(bytes, number * PART, (number + 1) * PART);
    }
}
