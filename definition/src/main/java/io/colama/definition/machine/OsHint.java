package io.colama.definition.machine;

/**
 * Which operating system the definition declares; what is installed may be another.
 *
 * @param id a short name such as {@code debian12}, {@code win10}, {@code linux} or {@code other}
 * @param declared what stands in the file, in the vendor's own words
 */
public record OsHint(String id, String declared) {}
