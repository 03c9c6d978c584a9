/**
 * The configuration of a QEMU guest in Proxmox VE: lines of {@code key: value}, and a section in
 * brackets for each snapshot.
 *
 * <p>Lines that start with a hash are the description. The file of a disk is the volume as Proxmox
 * names it, {@code storage:name}; where that lies only the host knows.
 *
 * <p>Source: Proxmox VE, manual of {@code qm.conf}.
 */
@NullMarked
package io.colama.definition.proxmox;

import org.jspecify.annotations.NullMarked;
