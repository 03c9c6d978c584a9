/**
 * Machines in a QEMU of this host.
 *
 * <p>Nouns: {@link io.colama.operations.qemu.Qemu} is the program that was found, {@link
 * io.colama.operations.qemu.Accelerator} how it runs guests, {@link
 * io.colama.operations.qemu.QemuCommand} the command line made from a machine's definition, whose
 * disks are NBD exports behind one socket of the Unix domain.
 *
 * <p>Names from a definition are hostile: they get into the command line only as numbers, as words
 * that are chosen from a list here, or escaped.
 *
 * <p>Source: [QEMU, System Emulation, Invocation].
 */
@NullMarked
package io.colama.operations.qemu;

import org.jspecify.annotations.NullMarked;
