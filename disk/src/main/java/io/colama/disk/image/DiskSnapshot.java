package io.colama.disk.image;

import java.time.Instant;

/**
 * A former state of the disk that the image keeps inside itself.
 *
 * @param id the identity in the image, unique there
 * @param name what the user called it; may be empty, need not be unique
 * @param sizeBytes the size of the disk then
 * @param created when it was taken, by the clock of the host that took it
 */
public record DiskSnapshot(String id, String name, long sizeBytes, Instant created) {}
