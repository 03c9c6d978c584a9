/**
 * What is known of the inside of machines: plain records, in the words of the glossary.
 *
 * <p>An {@link io.colama.inspect.fact.Inspection} is everything that was read out of the disks of
 * one machine. It is stored, searched, compared and printed as it is, so its records hold only
 * strings, numbers, truth values and lists; what is not known is an empty string or an empty list,
 * never null. Each group of facts says with an {@link io.colama.inspect.fact.Origin} where it was
 * found and how far it can be believed. What could not be read is a {@link
 * io.colama.inspect.fact.Problem}: silence would be a wrong answer.
 *
 * <p>No record holds a secret: no password hash, key or token, only that there is one and its kind.
 */
@NullMarked
package io.colama.inspect.fact;

import org.jspecify.annotations.NullMarked;
