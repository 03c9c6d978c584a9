package io.colama.inspect.fact;

/**
 * Something that should have been read and was not.
 *
 * @param code a word that does not change its spelling, and what it is about, such as {@code
 *     empty-database:dpkg} or {@code damaged:file}
 * @param where the volume and path
 * @param message what was found and expected
 */
public record Problem(String code, String where, String message) {}
