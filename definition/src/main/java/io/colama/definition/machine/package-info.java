/**
 * The neutral model: what every definition format is read into and written from.
 *
 * <p>Nouns: a {@link io.colama.definition.machine.MachineDefinition} is the hardware of one
 * machine; {@link io.colama.definition.machine.DiskDevice}, {@link
 * io.colama.definition.machine.RemovableDrive} and {@link
 * io.colama.definition.machine.NetworkInterface} are its devices; a {@link
 * io.colama.definition.machine.ReadDefinition} is what one file says, with its snapshots and with
 * notes for the user; {@link io.colama.definition.machine.WriteChoices} are what a writer must know
 * beyond the machine.
 *
 * <p>Invariants: the model holds what more than one vendor can say; what only one can say stays in
 * the original file, which the caller keeps. Values are immutable. Names of files are as the
 * definition has them, never resolved and never opened here. Memory and disk sizes are bytes.
 * Models of controllers and cards are lower-case words ({@code lsilogic}, {@code e1000}), each
 * format spells them in its own way.
 */
@NullMarked
package io.colama.definition.machine;

import org.jspecify.annotations.NullMarked;
