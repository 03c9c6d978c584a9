/**
 * Arrays of the Linux md driver, across the disks of a machine.
 *
 * <p>Each member has a superblock at its end or near its start ({@link
 * io.colama.guest.md.Superblock}); where several places have a sound one, the array that was made
 * last counts. {@link io.colama.guest.md.MdArrays#assemble} takes all members that were found and
 * gives the arrays, each with its bytes or with a reason: {@code needs-disk:1-of-2} when members
 * without which it cannot be read are missing, {@code unsupported:md-raid5} and the like for what
 * is not read, {@code damaged:md} for what cannot be right.
 *
 * <p>Read are raid0, whose members may differ in size, linear arrays, and raid1 by the member that
 * was written last. The table of that member says which members are in order: one that failed, that
 * is spare or that is being filled is not read. Others are named: raid4, raid5, raid6, raid10, and
 * arrays whose shape is being changed. Lists of bad blocks and bitmaps are not looked at.
 *
 * <p>Limits: 1,920 members.
 *
 * <p>Source: Linux, md_p.h and raid0.c.
 */
@NullMarked
package io.colama.guest.md;

import org.jspecify.annotations.NullMarked;
