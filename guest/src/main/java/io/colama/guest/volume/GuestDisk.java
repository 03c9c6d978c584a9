package io.colama.guest.volume;

import io.colama.block.BlockSource;

/**
 * A disk of a machine.
 *
 * @param name what it is called in the machine, such as {@code disk0}
 * @param source its bytes
 */
public record GuestDisk(String name, BlockSource source) {}
