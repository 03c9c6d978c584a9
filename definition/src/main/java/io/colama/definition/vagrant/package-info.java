/**
 * The descriptors of Vagrant boxes.
 *
 * <p>A box is a folder of files in an archive: {@code metadata.json} names the provider, and what
 * else is there depends on it. For libvirt the metadata has the disks; for VirtualBox there is a
 * {@code box.ovf}, for VMware a {@code .vmx}. The {@code Vagrantfile} is a program: it is never
 * executed; plain assignments of memory, processors and the MAC address are picked from its text.
 *
 * <p>Source: Vagrant, Box file format; vagrant-libvirt, Create a box.
 */
@NullMarked
package io.colama.definition.vagrant;

import org.jspecify.annotations.NullMarked;
