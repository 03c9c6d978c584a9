/**
 * What tests share. Nothing here is part of the product.
 *
 * <p>Nouns: a {@link io.colama.testkit.Seed} is the one source of chance; a {@link
 * io.colama.testkit.RandomDisk} is a disk of known content; a {@link io.colama.testkit.ForeignTool}
 * is a program of somebody else to compare with, {@link io.colama.testkit.Samples} are images that
 * such programs made; {@link io.colama.testkit.crash} shows what a crash leaves behind.
 *
 * <p>Invariants: the same seed gives the same test; what is absent skips a test visibly.
 */
@NullMarked
package io.colama.testkit;

import org.jspecify.annotations.NullMarked;
