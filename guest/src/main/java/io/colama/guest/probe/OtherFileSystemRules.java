package io.colama.guest.probe;

import io.colama.guest.probe.Recognition.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** File systems that are recognised and not opened. */
final class OtherFileSystemRules {

    private static final Set<Integer> MINIX = Set.of(0x137f, 0x138f, 0x2468, 0x2478);

    private OtherFileSystemRules() {}

    /**
     * A file system that is told by signs.
     *
     * @param signs all of them must stand at their places
     * @param label where its label is, -1 for unknown
     * @param labelBytes how long the label is
     * @param uuid where its identifier is, -1 for unknown
     */
    private record Signed(String kind, List<Sign> signs, long label, int labelBytes, long uuid)
            implements Probe.Rule {

        static Signed of(String kind, Sign... signs) {
            return new Signed(kind, List.of(signs), -1, 0, -1);
        }

        Signed label(long at, int bytes) {
            return new Signed(kind, signs, at, bytes, uuid);
        }

        Signed uuid(long at) {
            return new Signed(kind, signs, label, labelBytes, at);
        }

        @Override
        public Optional<Recognition> look(Glance glance) throws IOException {
            for (Sign sign : signs) {
                if (!glance.has(sign.at(), sign.text())) {
                    return Optional.empty();
                }
            }
            return Optional.of(
                    unsupported(kind)
                            .labelled(label < 0 ? Optional.empty() : glance.text(label, labelBytes))
                            .identified(uuid < 0 ? Optional.empty() : glance.uuid(uuid)));
        }
    }

    private record Sign(long at, String text) {}

    private static Recognition unsupported(String kind) {
        return Recognition.unsupported(kind, Usage.FILE_SYSTEM, kind.toLowerCase(Locale.ROOT));
    }

    static List<Probe.Rule> all() {
        return List.of(
                Signed.of("apfs", new Sign(32, "NXSB"), new Sign(36, "\0\u0010\0\0")).uuid(72),
                Signed.of("f2fs", new Sign(1024, "\u0010 \u00f5\u00f2")).uuid(1132),
                Signed.of("nilfs2", new Sign(1030, "44"), new Sign(1024, "\u0002\0\0\0"))
                        .uuid(1176)
                        .label(1192, 80),
                Signed.of("erofs", new Sign(1024, "\u00e2\u00e1\u00f5\u00e0"))
                        .uuid(1072)
                        .label(1088, 16),
                Signed.of("jfs", new Sign(32768, "JFS1")).uuid(32904).label(32920, 16),
                Signed.of("reiserfs", new Sign(65588, "ReIsErFs")),
                Signed.of("reiserfs", new Sign(65588, "ReIsEr2Fs")).uuid(65620).label(65636, 16),
                Signed.of("reiserfs", new Sign(65588, "ReIsEr3Fs")).uuid(65620).label(65636, 16),
                Signed.of("reiser4", new Sign(65536, "ReIsEr4")).uuid(65556).label(65572, 16),
                Signed.of("ocfs2", new Sign(1024, "OCFSV2")),
                Signed.of("ocfs2", new Sign(2048, "OCFSV2")),
                Signed.of("ocfs2", new Sign(4096, "OCFSV2")),
                Signed.of("gfs2", new Sign(65536, "\u0001\u0016\u0019p\0\0\0\u0001")),
                Signed.of("hpfs", new Sign(0x2000, "I\u00e8\u0095\u00f9\u00c5\u00e9S\u00fa")),
                Signed.of("befs", new Sign(0x220, "1SFBEGIB")),
                Signed.of("befs", new Sign(0x220, "BFS1BIGE")),
                Signed.of("bfs", new Sign(0, "\u00ce\u00fa\u00ad\u001b")),
                Signed.of("vxfs", new Sign(0x2000, "\u00a5\u0001\u00fc\u00f5")),
                Signed.of("vxfs", new Sign(0x400, "\u00f5\u00fc\u0001\u00a5")),
                Signed.of("romfs", new Sign(0, "-rom1fs-")).label(16, 16),
                Signed.of("cramfs", new Sign(0, "E=\u00cd("), new Sign(16, "Compressed ROMFS"))
                        .label(48, 16),
                Signed.of("cramfs", new Sign(0, "(\u00cd=E"), new Sign(16, "Compressed ROMFS"))
                        .label(48, 16),
                Signed.of("zonefs", new Sign(0, "SFOZ")),
                Signed.of("ubifs", new Sign(0, "1\u0018\u0010\u0006"), new Sign(20, "\u0006\0")),
                Signed.of("mpool", new Sign(0, "mpoolDev")),
                Signed.of("nss", new Sign(0x1000, "SPB5")),
                OtherFileSystemRules::vmfs,
                OtherFileSystemRules::hfs,
                OtherFileSystemRules::scoutfs,
                OtherFileSystemRules::ufs,
                OtherFileSystemRules::minix);
    }

    private static Optional<Recognition> vmfs(Glance glance) throws IOException {
        return glance.u32big(0x200000) == 0x5ef1ab2fL
                ? Optional.of(unsupported("VMFS").labelled(glance.text(0x20001d, 128)))
                : Optional.empty();
    }

    private static Optional<Recognition> hfs(Glance glance) throws IOException {
        if (glance.has(1024, "H+") || glance.has(1024, "HX")) {
            int version = glance.u8(1027);
            return version == 4 || version == 5
                    ? Optional.of(unsupported("hfsplus"))
                    : Optional.empty();
        }
        if (!glance.has(1024, "BD")) {
            return Optional.empty();
        }
        boolean wraps = glance.has(1148, "H+") || glance.has(1148, "HX");
        long allocation = glance.u32big(1044);
        return allocation == 0 || allocation % 512 != 0
                ? Optional.empty()
                : Optional.of(unsupported(wraps ? "hfsplus" : "hfs"));
    }

    private static Optional<Recognition> scoutfs(Glance glance) throws IOException {
        if (!glance.has(0x10004, "\u008bB<\u0010")) {
            return Optional.empty();
        }
        boolean meta = (glance.u64(0x10030) & 1) != 0;
        return Optional.of(
                unsupported(meta ? "scoutfs_meta" : "scoutfs_data")
                        .identified(glance.uuid(0x10038)));
    }

    private static Optional<Recognition> ufs(Glance glance) throws IOException {
        for (long base : new long[] {0, 8192, 65536, 262144}) {
            long little = glance.u32(base + 0x55c);
            long big = glance.u32big(base + 0x55c);
            for (long magic : new long[] {0x19540119L, 0x00011954L}) {
                if (little == magic || big == magic) {
                    return Optional.of(
                            unsupported("ufs").versioned(magic == 0x19540119L ? "2" : "1"));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Recognition> minix(Glance glance) throws IOException {
        int little = glance.u16(0x410);
        int big = glance.u8(0x410) << 8 | glance.u8(0x411);
        boolean swapped = MINIX.contains(big);
        if (!swapped && !MINIX.contains(little)) {
            return Optional.empty();
        }
        long maps = swapped ? glance.u32big(0x404) : glance.u32(0x404);
        boolean right =
                glance.u16(0x400) != 0
                        && (maps & 0xffff) != 0
                        && maps >>> 16 != 0
                        && glance.u16(0x40a) == 0;
        return right ? Optional.of(unsupported("minix")) : Optional.empty();
    }
}
