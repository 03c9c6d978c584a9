package io.colama.inspect.sbom;

import java.time.Instant;

/**
 * The revision that a bill of materials is about.
 *
 * @param machine its name
 * @param revision its id, which is what the bill's own identity is made of
 * @param time when it was made
 * @param toolVersion the version of this program
 */
public record Described(String machine, String revision, Instant time, String toolVersion) {}
