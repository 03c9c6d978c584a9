/** Tests of proxmox definitions. */
@NullMarked
package io.colama.definition.proxmox;

import org.jspecify.annotations.NullMarked;
