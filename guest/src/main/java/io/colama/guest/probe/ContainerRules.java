package io.colama.guest.probe;

import io.colama.guest.probe.Recognition.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Volumes that hold others, encrypted ones, and swap. */
final class ContainerRules {

    private static final String BCACHE =
            "\u00c6\u0085s\u00f6N\u001aE\u00ca\u0082e\u00f5\u007fH\u00bam\u0081";
    private static final String BCACHEFS =
            "\u00c6\u0085s\u00f6f\u00ce\u0090\u00a9\u00d9j`\u00cf\u0080=\u00f7\u00ef";
    private static final String FVE_TO_GO =
            ";\u00d6gI).\u00d8J\u0083\u0099\u00f6\u00a39\u00e3\u00d0\u0001";
    private static final int[] PAGES = {4096, 8192, 16384, 32768, 65536};

    private ContainerRules() {}

    static List<Probe.Rule> all() {
        return List.of(
                ContainerRules::suspended,
                ContainerRules::swap,
                ContainerRules::lvm,
                ContainerRules::luks,
                ContainerRules::bitlocker,
                ContainerRules::coreStorage,
                ContainerRules::caches,
                ContainerRules::named,
                ContainerRules::zfs,
                ContainerRules::vmfsVolume);
    }

    private static Optional<Recognition> suspended(Glance glance) throws IOException {
        boolean found = glance.has(0, "\u00ed\u00c3\u0002\u00e9\u0098V\u00e5\u000c");
        for (int page : PAGES) {
            for (String sign : List.of("S1SUSPEND", "S2SUSPEND", "ULSUSPEND", "LINHIB0001")) {
                found |= glance.has(page - 10, sign);
            }
        }
        return found
                ? Optional.of(Recognition.unsupported("swsuspend", Usage.OTHER, "swsuspend"))
                : Optional.empty();
    }

    private static Optional<Recognition> swap(Glance glance) throws IOException {
        Recognition swap = Recognition.of("swap", Usage.OTHER);
        for (int page : PAGES) {
            if (glance.has(page - 10, "SWAP-SPACE")) {
                return Optional.of(swap.versioned("0"));
            }
            boolean one = glance.u32(1024) == 1 || glance.u32big(1024) == 1;
            if (one && glance.has(page - 10, "SWAPSPACE2")) {
                return Optional.of(
                        swap.versioned("1")
                                .identified(glance.uuid(1036))
                                .labelled(glance.text(1052, 16)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Recognition> lvm(Glance glance) throws IOException {
        for (long at = 0; at < 2048; at += 512) {
            if (glance.has(at, "LABELONE")
                    && glance.has(at + 24, "LVM2 001")
                    && glance.u64(at + 8) == at / 512) {
                String id =
                        new String(
                                glance.bytes(at + glance.u32(at + 20), 32),
                                StandardCharsets.ISO_8859_1);
                String parts =
                        id.replaceFirst(
                                "(.{6})(.{4})(.{4})(.{4})(.{4})(.{4})(.{6})",
                                "$1-$2-$3-$4-$5-$6-$7");
                return Optional.of(
                        Recognition.of("LVM2_member", Usage.RAID)
                                .versioned("LVM2 001")
                                .identified(Optional.of(parts)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Recognition> luks(Glance glance) throws IOException {
        int version = glance.u8(7);
        if (!glance.has(0, "LUKS\u00ba\u00be\u0000") || version < 1 || version > 2) {
            return Optional.empty();
        }
        return Optional.of(
                Recognition.of("crypto_LUKS", Usage.CRYPTO)
                        .versioned(Integer.toString(version))
                        .identified(glance.text(168, 40))
                        .labelled(version == 2 ? glance.text(24, 48) : Optional.empty())
                        .because("encrypted:luks" + version));
    }

    private static Optional<Recognition> bitlocker(Glance glance) throws IOException {
        boolean found =
                glance.has(3, "-FVE-FS-")
                        || (glance.has(3, "MSWIN4.1") && glance.has(424, FVE_TO_GO));
        return found
                ? Optional.of(
                        Recognition.of("BitLocker", Usage.CRYPTO).because("encrypted:bitlocker"))
                : Optional.empty();
    }

    private static Optional<Recognition> coreStorage(Glance glance) throws IOException {
        // a physical volume header of version 1, whose block type is 16
        boolean found =
                glance.has(88, "CS")
                        && glance.u16(90) == 1
                        && glance.u16(8) == 1
                        && glance.u16(10) == 0x10;
        return found && glance.u64(96) != 0
                ? Optional.of(
                        Recognition.of("cs_fvault2", Usage.CRYPTO)
                                .versioned("1")
                                .because("encrypted:filevault2"))
                : Optional.empty();
    }

    private static Optional<Recognition> caches(Glance glance) throws IOException {
        boolean old = glance.has(0x1018, BCACHE);
        if (old && glance.u64(0x1008) == 8) {
            return Optional.of(
                    Recognition.unsupported("bcache", Usage.OTHER, "bcache")
                            .identified(glance.uuid(0x1028)));
        }
        if (old || glance.has(0x1018, BCACHEFS)) {
            return Optional.of(
                    Recognition.unsupported("bcachefs", Usage.FILE_SYSTEM, "bcachefs")
                            .identified(glance.uuid(0x1038))
                            .labelled(glance.text(0x1048, 32)));
        }
        return Optional.empty();
    }

    private static Optional<Recognition> named(Glance glance) throws IOException {
        if (glance.has(0, "dmvdo001")) {
            return Optional.of(Recognition.unsupported("vdo", Usage.OTHER, "vdo"));
        }
        if (glance.has(0, "bluestore block device")) {
            return Optional.of(Recognition.unsupported("ceph_bluestore", Usage.OTHER, "bluestore"));
        }
        if (glance.has(0, "$DRBDmgr=q")) {
            return Optional.of(
                    Recognition.unsupported("drbdmanage_control_volume", Usage.OTHER, "drbd"));
        }
        if (glance.has(0, "UBI#") && glance.u8(4) == 1) {
            return Optional.of(Recognition.unsupported("ubi", Usage.RAID, "ubi").versioned("1"));
        }
        long cycle = glance.u32big(8);
        if (glance.u32big(0) == 0xfeedbabeL
                && (cycle == 1 || cycle == 2)
                && glance.u32big(300) >= 1
                && glance.u32big(300) <= 3) {
            return Optional.of(Recognition.unsupported("xfs_external_log", Usage.OTHER, "xfs-log"));
        }
        return Optional.empty();
    }

    /** A pool writes many uberblocks in turn; one alone is a remnant. */
    private static Optional<Recognition> zfs(Glance glance) throws IOException {
        int found = 0;
        long end = (glance.size() & ~0x3ffffL) - 0x80000;
        for (long label : new long[] {0, 0x40000, end, end + 0x40000}) {
            for (long at = 0x20000; label >= 0 && at < 0x40000; at += 1024) {
                boolean one =
                        glance.u64(label + at) == 0xbab10cL
                                || glance.u64(label + at) == 0x0cb1ba0000000000L;
                found += one ? 1 : 0;
            }
        }
        return found >= 4
                ? Optional.of(Recognition.unsupported("zfs_member", Usage.FILE_SYSTEM, "zfs"))
                : Optional.empty();
    }

    private static Optional<Recognition> vmfsVolume(Glance glance) throws IOException {
        return glance.u32big(0x100000) == 0x0dd001c0L
                ? Optional.of(
                        Recognition.unsupported("VMFS_volume_member", Usage.RAID, "vmfs")
                                .versioned(Long.toString(glance.u32(0x100004))))
                : Optional.empty();
    }
}
