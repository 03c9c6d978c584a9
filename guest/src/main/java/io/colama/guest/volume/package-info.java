/**
 * What lies on the disks of a machine: from disks to partitions, volumes and their file systems.
 *
 * <p>{@link io.colama.guest.volume.GuestDisks#open} takes all disks of one machine together,
 * because volumes may span them. Each disk has a partition table or is one volume; each volume is
 * looked at and is a file system that is read, a piece of something larger, or something that is
 * named and left closed with a reason that never changes its spelling, such as {@code
 * encrypted:luks2}. Nothing is left out silently, and nothing that is broken keeps the rest from
 * being read.
 *
 * <p>Names of volumes: {@code disk0} for a file system on a whole disk, {@code disk0p1} for a
 * partition, {@code lvm:group/volume}, {@code md:name} and, for partitions of an array, {@code
 * md:namep1}. What is made of several volumes comes behind them and may be a piece of something
 * again, four times over. A file system of btrfs on several devices is at the first of them.
 */
@NullMarked
package io.colama.guest.volume;

import org.jspecify.annotations.NullMarked;
