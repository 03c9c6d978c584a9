package io.colama.testkit.crash;

import java.nio.ByteBuffer;

/**
 * One mutation of a recorded tree, in the order in which it happened.
 *
 * <p>A <em>node</em> is a file or directory apart from its names: a number that is never used twice
 * in a log, so that writes through an open channel find their file whatever it is called by then.
 */
public sealed interface Operation {

    /** A new empty file under a new name. */
    record CreateFile(int node, Entry at) implements Operation {
        @Override
        public String toString() {
            return "create " + at;
        }
    }

    /** A new empty directory under a new name. */
    record CreateDirectory(int node, Entry at) implements Operation {
        @Override
        public String toString() {
            return "create directory " + at;
        }
    }

    /** A further name for a file. */
    record Link(int node, Entry from, Entry at) implements Operation {
        @Override
        public String toString() {
            return "link " + from + " → " + at;
        }
    }

    /**
     * A name that moved, over whatever had the new name before.
     *
     * @param directory whether what moved is a directory
     */
    record Rename(int node, Entry from, Entry to, boolean directory) implements Operation {
        @Override
        public String toString() {
            return "rename " + from + " → " + to;
        }
    }

    /** A name that was taken away; the file lives on under its other names. */
    record Delete(int node, Entry at) implements Operation {
        @Override
        public String toString() {
            return "delete " + at;
        }
    }

    /**
     * Bytes written to a file.
     *
     * @param path how the file was called when it was opened
     * @param bytes the bytes, read-only; use a duplicate to read them
     */
    record Write(int node, String path, long offset, ByteBuffer bytes) implements Operation {

        /** The first offset after the bytes. */
        public long end() {
            return offset + bytes.remaining();
        }

        @Override
        public String toString() {
            return "write " + path + " [" + offset + ", " + end() + ")";
        }
    }

    /** A file cut to {@code size} bytes. */
    record Truncate(int node, String path, long size) implements Operation {
        @Override
        public String toString() {
            return "truncate " + path + " to " + size;
        }
    }

    /**
     * A completed {@code force} of a file or a directory.
     *
     * @param directory whether the node is a directory
     */
    record Force(int node, String path, boolean directory) implements Operation {
        @Override
        public String toString() {
            return (directory ? "force directory " : "force ") + path;
        }
    }

    /**
     * A {@code force} that failed: what it should have made durable may be lost and no later one
     * makes up for it.
     */
    record ForceFailed(int node, String path, boolean directory) implements Operation {
        @Override
        public String toString() {
            return "failed force " + path;
        }
    }

    /** A note of the test; it changes nothing. */
    record Mark(String text) implements Operation {
        @Override
        public String toString() {
            return "mark \"" + text + "\"";
        }
    }
}
