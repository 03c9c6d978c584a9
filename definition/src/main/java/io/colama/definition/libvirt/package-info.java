/**
 * The domain XML of libvirt, the format nearest to the model.
 *
 * <p>Read are {@code domain} itself and the domain inside a {@code domainsnapshot} or {@code
 * domstatus}. What is written is a KVM guest that validates against libvirt's own schema. Buses
 * that libvirt cannot give a KVM guest (NVMe before 11, Xen) become SATA, which every guest knows.
 *
 * <p>Source: libvirt, Domain XML format.
 */
@NullMarked
package io.colama.definition.libvirt;

import org.jspecify.annotations.NullMarked;
