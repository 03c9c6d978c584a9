package io.colama.operations;

import io.colama.disk.image.OpenWatch;
import java.io.IOException;
import java.nio.file.Path;

/** Reports an opening that takes long to a task. */
record Opening(Task task) implements OpenWatch {

    @Override
    public void begin(String name, long fileBytes) {
        task.begin("measuring " + Path.of(name).getFileName(), fileBytes);
    }

    @Override
    public void advance(long fileBytes) {
        task.advance(fileBytes);
    }

    @Override
    public void check() throws IOException {
        task.check();
    }
}
