package io.colama.guest.probe;

import io.colama.guest.probe.Recognition.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The file systems that machines are mostly installed on. */
final class FileSystemRules {

    private static final long EXT3_INCOMPATIBLE = 0x16;
    private static final long EXT3_READ_ONLY = 0x7;
    private static final int FAT12_CLUSTERS = 4085;
    private static final int FAT16_CLUSTERS = 65_525;

    private FileSystemRules() {}

    static List<Probe.Rule> all() {
        return List.of(
                FileSystemRules::xfs,
                FileSystemRules::ext,
                FileSystemRules::btrfs,
                FileSystemRules::ntfs,
                FileSystemRules::exfat,
                FileSystemRules::refs,
                FileSystemRules::fat,
                FileSystemRules::squash,
                FileSystemRules::udf,
                FileSystemRules::iso);
    }

    private static Recognition of(String kind) {
        return Recognition.of(kind, Usage.FILE_SYSTEM);
    }

    private static Optional<Recognition> xfs(Glance glance) throws IOException {
        long blockBytes = glance.u32big(4);
        boolean right =
                glance.has(0, "XFSB")
                        && blockBytes >= 512
                        && blockBytes <= 65536
                        && blockBytes == 1L << glance.u8(120)
                        && glance.u32big(84) > 0
                        && glance.u32big(88) > 0;
        return right
                ? Optional.of(of("xfs").labelled(glance.text(108, 12)).identified(glance.uuid(32)))
                : Optional.empty();
    }

    private static Optional<Recognition> ext(Glance glance) throws IOException {
        if (glance.u16(1080) != 0xef53 || glance.u32(1048) > 6 || glance.u32(1028) == 0) {
            return Optional.empty();
        }
        long compatible = glance.u32(1116);
        long incompatible = glance.u32(1120);
        long readOnly = glance.u32(1124);
        Recognition found;
        if ((incompatible & 0x8) != 0) {
            found = Recognition.unsupported("jbd", Usage.OTHER, "journal");
        } else if ((incompatible & ~EXT3_INCOMPATIBLE) != 0 || (readOnly & ~EXT3_READ_ONLY) != 0) {
            found = of("ext4");
        } else {
            found = of((compatible & 0x4) != 0 ? "ext3" : "ext2");
        }
        return Optional.of(
                found.versioned("1.0")
                        .labelled(glance.text(1144, 16))
                        .identified(glance.uuid(1128)));
    }

    private static Optional<Recognition> btrfs(Glance glance) throws IOException {
        return glance.has(0x10040, "_BHRfS_M") && glance.u64(0x10030) == 0x10000
                ? Optional.of(
                        of("btrfs")
                                .labelled(glance.text(0x1012b, 256))
                                .identified(glance.uuid(0x10020)))
                : Optional.empty();
    }

    private static boolean isPower(long value, long least, long most) {
        return value >= least && value <= most && Long.bitCount(value) == 1;
    }

    private static Optional<Recognition> ntfs(Glance glance) throws IOException {
        boolean right =
                glance.has(3, "NTFS    ")
                        && isPower(glance.u16(11), 256, 4096)
                        && glance.u8(13) != 0
                        && glance.u16(14) == 0
                        && glance.u64(40) > 0
                        && Long.compareUnsigned(glance.u64(48), glance.u64(40)) < 0;
        return right
                ? Optional.of(of("ntfs").identified(Optional.of("%016X".formatted(glance.u64(72)))))
                : Optional.empty();
    }

    private static Optional<Recognition> exfat(Glance glance) throws IOException {
        boolean right =
                glance.has(3, "EXFAT   ")
                        && glance.u16(510) == 0xaa55
                        && glance.u8(108) >= 9
                        && glance.u8(108) <= 12
                        && glance.u8(110) >= 1
                        && glance.u8(110) <= 2;
        return right
                ? Optional.of(
                        of("exfat")
                                .versioned(glance.u8(105) + "." + glance.u8(104))
                                .identified(glance.serial(100)))
                : Optional.empty();
    }

    private static Optional<Recognition> refs(Glance glance) throws IOException {
        return glance.has(0, "\0\0\0ReFS\0")
                ? Optional.of(Recognition.unsupported("ReFS", Usage.FILE_SYSTEM, "refs"))
                : Optional.empty();
    }

    /** Decided by the geometry; the names of types in it are decoration. */
    private static Optional<Recognition> fat(Glance glance) throws IOException {
        long sectorBytes = glance.u16(11);
        long perCluster = glance.u8(13);
        long reserved = glance.u16(14);
        long tables = glance.u8(16);
        int media = glance.u8(21);
        boolean other = false;
        for (String sign : List.of("NTFS    ", "EXFAT   ", "-FVE-FS-")) {
            other |= glance.has(3, sign);
        }
        long small = glance.u16(22);
        long perTable = small != 0 ? small : glance.u32(36);
        long sectors = glance.u16(19) != 0 ? glance.u16(19) : glance.u32(32);
        boolean right =
                !other
                        && glance.u16(510) == 0xaa55
                        && isPower(sectorBytes, 512, 4096)
                        && isPower(perCluster, 1, 128)
                        && reserved > 0
                        && tables >= 1
                        && tables <= 2
                        && (media >= 0xf8 || media == 0xf0)
                        && perTable > 0
                        && sectors > 0;
        if (!right) {
            return Optional.empty();
        }
        long roots = Math.ceilDiv(glance.u16(17) * 32L, sectorBytes);
        long clusters = (sectors - reserved - tables * perTable - roots) / perCluster;
        String version = small == 0 ? "FAT32" : clusters < FAT12_CLUSTERS ? "FAT12" : "FAT16";
        boolean fits = clusters > 0 && (small == 0 || clusters < FAT16_CLUSTERS);
        return fits
                ? Optional.of(
                        of("vfat")
                                .versioned(version)
                                .identified(glance.serial(small == 0 ? 67 : 39)))
                : Optional.empty();
    }

    private static Optional<Recognition> squash(Glance glance) throws IOException {
        int major = glance.u16(28);
        if (!glance.has(0, "hsqs") || major < 1 || major > 4) {
            return Optional.empty();
        }
        String version = major + "." + glance.u16(30);
        return Optional.of(
                major == 4
                        ? of("squashfs").versioned(version)
                        : Recognition.unsupported("squashfs3", Usage.FILE_SYSTEM, "squashfs3")
                                .versioned(version));
    }

    private static Optional<Recognition> udf(Glance glance) throws IOException {
        for (int step : new int[] {2048, 4096}) {
            boolean begun = false;
            for (int i = 0; i < 32; i++) {
                long at = 32769L + (long) i * step;
                begun |= glance.has(at, "BEA01");
                if (begun && (glance.has(at, "NSR02") || glance.has(at, "NSR03"))) {
                    return Optional.of(Recognition.unsupported("udf", Usage.FILE_SYSTEM, "udf"));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Recognition> iso(Glance glance) throws IOException {
        boolean right =
                glance.has(32769, "CD001")
                        && glance.u8(32768) <= 3
                        && glance.u32(32768 + 80) == glance.u32big(32768 + 84);
        if (!right) {
            return Optional.empty();
        }
        boolean more = glance.has(32769 + 2048, "CD001") && glance.u8(32768 + 2048) == 2;
        // a second tree may have the name that people see
        return Optional.of(
                of("iso9660").labelled(more ? Optional.empty() : glance.text(32768 + 40, 32)));
    }
}
