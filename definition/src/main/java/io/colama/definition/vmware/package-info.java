/**
 * The files of VMware: {@code .vmx} with the machine, {@code .vmsd} with its snapshots.
 *
 * <p>Both are lines of {@code key = "value"} with keys in any case, in which a bar and two hex
 * digits stand for a character. Disks are in the order in which the file names them first. What is
 * written runs on hardware version 13 (ESXi 6.5, Workstation 14) and later.
 *
 * <p>Encrypted files are not read.
 */
@NullMarked
package io.colama.definition.vmware;

import org.jspecify.annotations.NullMarked;
