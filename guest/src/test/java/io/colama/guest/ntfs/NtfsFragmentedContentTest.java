package io.colama.guest.ntfs;

import java.nio.file.Files;
import java.util.random.RandomGenerator;

/** A file in hundreds of pieces, with records of its own for them. */
class NtfsFragmentedContentTest extends NtfsVolumeContent {

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        return open(
                "file",
                root -> {
                    byte[] bytes = NtfsVolumes.random(3_000_001, 1);
                    NtfsVolumes.leaveHoles(root.resolve("file"), bytes);
                    return Files.readAllBytes(root.resolve("file"));
                });
    }
}
