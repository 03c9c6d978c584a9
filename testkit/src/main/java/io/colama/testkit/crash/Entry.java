package io.colama.testkit.crash;

/**
 * One name in one directory, as it stood when an operation was recorded.
 *
 * @param directory the node of the directory that holds the name; the recorded root is {@link
 *     Tree#ROOT}
 * @param name the name inside that directory
 * @param path the way from the recorded root, for people to read
 */
public record Entry(int directory, String name, String path) {

    @Override
    public String toString() {
        return path;
    }
}
