package io.colama.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * Bytes as they lie on a system disk: the JDK's own class files, one after the other, which any
 * machine has.
 */
final class Sample {

    private Sample() {}

    /** The first {@code size} bytes. */
    static byte[] bytes(int size) throws IOException {
        ByteBuffer sample = ByteBuffer.allocate(size);
        Path base =
                FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base/java");
        try (Stream<Path> files = Files.walk(base).filter(Files::isRegularFile).sorted()) {
            for (Iterator<Path> each = files.iterator();
                    sample.hasRemaining() && each.hasNext(); ) {
                byte[] content = Files.readAllBytes(each.next());
                sample.put(content, 0, Math.min(content.length, sample.remaining()));
            }
        }
        return sample.array();
    }
}
