/**
 * What Hyper-V exports: XML up to 2012 R2, the binary {@code .vmcx} from 2016 on.
 *
 * <p>Both hold one tree of keys. A device stands below the root under its instance id; the manifest
 * tells what kind of device an instance is. The binary form is not documented; what is read here is
 * version 4.0 of its storage, as dissect.hypervisor describes it from observation. Its replay log
 * is not applied, so a file of a machine that was not shut down may be a little old.
 *
 * <p>Secure boot is the key {@code secure_boot_enabled}; the XML knows no trusted platform module,
 * and how the binary form names one is not known. A checkpoint is a whole configuration in {@code
 * Snapshots}; which one it follows is taken from the times of their creation.
 *
 * <p>Exports of Windows Server 2008 ({@code .exp}) are not read.
 */
@NullMarked
package io.colama.definition.hyperv;

import org.jspecify.annotations.NullMarked;
