/**
 * LVM2: logical volumes on physical ones, across the disks of a machine.
 *
 * <p>Each physical volume has a label in one of its first four sectors and a ring of text with what
 * the whole group looks like; the text with the highest number wins. {@link
 * io.colama.guest.lvm.LvmGroups#assemble} takes all physical volumes that were found and gives the
 * logical ones that people see, each with its bytes or with a reason: {@code needs-disk:1-of-2}
 * when physical volumes that it lies on are missing, {@code unsupported:lvm-thin} and the like for
 * what is not read, {@code damaged:lvm2} for what cannot be right.
 *
 * <p>Read are linear, striped and raid0 segments, and mirrors by the first image that is there,
 * raid1 by one that is in order, as its metadata says. Others are named: thin, thin-pool, cache,
 * snapshot, vdo, the other levels of raid.
 *
 * <p>Limits: 16 MiB of text, sections of 16 levels, logical volumes of 8 levels, 4,096 segments in
 * each, 262,144 pieces in all.
 *
 * <p>Source: LVM2, format_text/layout.h; libvslvm, "LVM format specification".
 */
@NullMarked
package io.colama.guest.lvm;

import org.jspecify.annotations.NullMarked;
