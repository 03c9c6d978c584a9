package io.colama.guest.ntfs;

import java.nio.file.Files;
import java.util.random.RandomGenerator;

/** A file with units of every kind. */
class NtfsCompressedContentTest extends NtfsVolumeContent {

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        return open(
                "file",
                root -> {
                    NtfsVolumes.compress(root);
                    byte[] bytes = NtfsVolumes.mixed(3_000_001, 1);
                    Files.write(root.resolve("file"), bytes);
                    return bytes;
                });
    }
}
