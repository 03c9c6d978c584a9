package io.colama.guest.ntfs;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.random.RandomGenerator;

/** A file with large holes and a hole at its end. */
class NtfsSparseContentTest extends NtfsVolumeContent {

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        return open(
                "file",
                root -> {
                    try (RandomAccessFile file =
                            new RandomAccessFile(root.resolve("file").toFile(), "rw")) {
                        for (int i = 0; i < 9; i++) {
                            file.seek(i * 777_777L);
                            file.write(NtfsVolumes.random(5_000, i));
                        }
                        file.setLength(8_000_001);
                    }
                    return Files.readAllBytes(root.resolve("file"));
                });
    }
}
