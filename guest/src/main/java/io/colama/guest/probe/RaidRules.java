package io.colama.guest.probe;

import io.colama.guest.probe.Recognition.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Members of arrays: their signs lie at the end, or at the start of what would be something else.
 */
final class RaidRules {

    private static final long MD_MAGIC = 0xa92b4efcL;
    private static final List<Integer> PROMISE_SECTORS =
            List.of(63, 255, 256, 16, 399, 591, 675, 735, 911, 974, 991, 951, 3087);

    private RaidRules() {}

    static List<Probe.Rule> all() {
        return List.of(
                RaidRules::md,
                RaidRules::ddf,
                RaidRules::intel,
                RaidRules::adaptec,
                RaidRules::jmicron,
                RaidRules::via,
                RaidRules::silicon,
                RaidRules::promise,
                RaidRules::named,
                RaidRules::highpoint,
                RaidRules::drbd);
    }

    private static Optional<Recognition> member(String kind) {
        return Optional.of(Recognition.unsupported(kind + "_raid_member", Usage.RAID, kind));
    }

    private static Optional<Recognition> md(Glance glance) throws IOException {
        long old = (glance.size() & ~0xffffL) - 0x10000;
        boolean little = glance.u32(old) == MD_MAGIC;
        if (old >= 0 && (little || glance.u32big(old) == MD_MAGIC)) {
            long major = little ? glance.u32(old + 4) : glance.u32big(old + 4);
            long minor = little ? glance.u32(old + 8) : glance.u32big(old + 8);
            if (major == 0 && minor >= 90) {
                return Optional.of(
                        Recognition.of("linux_raid_member", Usage.RAID).versioned("0.90.0"));
            }
        }
        List<Long> places = List.of((glance.size() & ~0xfffL) - 0x2000, 0L, 4096L);
        for (int i = 0; i < places.size(); i++) {
            long at = places.get(i);
            if (at >= 0
                    && glance.u32(at) == MD_MAGIC
                    && glance.u32(at + 4) == 1
                    && glance.u64(at + 144) == at / 512) {
                return Optional.of(
                        Recognition.of("linux_raid_member", Usage.RAID)
                                .versioned("1." + i)
                                .labelled(glance.text(at + 32, 32))
                                .identified(glance.uuid(at + 16)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Recognition> ddf(Glance glance) throws IOException {
        for (int sectors : new int[] {1, 257}) {
            long at = glance.sectorFromEnd(sectors);
            boolean signed = glance.u32big(at) == 0xde11de11L || glance.u32(at) == 0xde11de11L;
            String version = new String(glance.bytes(at + 32, 8), StandardCharsets.ISO_8859_1);
            if (signed && version.matches("[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}")) {
                return member("ddf").map(found -> found.versioned(version));
            }
        }
        return Optional.empty();
    }

    private static Optional<Recognition> intel(Glance glance) throws IOException {
        for (long at : new long[] {glance.sectorFromEnd(2), (glance.size() & ~4095L) - 8192}) {
            if (glance.has(at, "Intel Raid ISM Cfg Sig. ")) {
                String version = new String(glance.bytes(at + 24, 6), StandardCharsets.ISO_8859_1);
                return member("isw").map(found -> found.versioned(version));
            }
        }
        return Optional.empty();
    }

    private static Optional<Recognition> adaptec(Glance glance) throws IOException {
        long at = glance.sectorFromEnd(1);
        return glance.u32big(at) == 0x37fc4d1eL && glance.has(at + 256, "DPTM")
                ? member("adaptec")
                : Optional.empty();
    }

    private static Optional<Recognition> jmicron(Glance glance) throws IOException {
        long at = glance.sectorFromEnd(1);
        int sum = sum(glance, at, 64);
        return glance.has(at, "JM") && sum <= 1 ? member("jmicron") : Optional.empty();
    }

    private static int sum(Glance glance, long at, int words) throws IOException {
        int sum = 0;
        for (int i = 0; i < words; i++) {
            sum += glance.u16(at + 2L * i);
        }
        return sum & 0xffff;
    }

    private static Optional<Recognition> via(Glance glance) throws IOException {
        long at = glance.sectorFromEnd(1);
        int sum = 0;
        for (byte each : glance.bytes(at, 50)) {
            sum += each;
        }
        boolean right =
                glance.u16(at) == 0xaa55
                        && glance.u8(at + 2) <= 1
                        && (sum & 0xff) == glance.u8(at + 50);
        return right
                ? Optional.of(Recognition.unsupported("via_raid_member", Usage.RAID, "via"))
                : Optional.empty();
    }

    private static Optional<Recognition> silicon(Glance glance) throws IOException {
        long at = glance.sectorFromEnd(1);
        return glance.u32(at + 0x60) == 0x2f000000L && sum(glance, at, 160) == 0
                ? member("silicon_medley")
                : Optional.empty();
    }

    private static Optional<Recognition> promise(Glance glance) throws IOException {
        for (int sectors : PROMISE_SECTORS) {
            if (glance.has(glance.sectorFromEnd(sectors), "Promise Technology, Inc.")) {
                return member("promise_fasttrack");
            }
        }
        return Optional.empty();
    }

    private static Optional<Recognition> named(Glance glance) throws IOException {
        if (glance.has(glance.sectorFromEnd(1), "$XIDE$")) {
            return member("lsi_mega");
        }
        long at = glance.sectorFromEnd(2);
        if (glance.has(at, "NVIDIA") && glance.u32(at + 8) == 30) {
            return member("nvidia");
        }
        return Optional.empty();
    }

    private static Optional<Recognition> highpoint(Glance glance) throws IOException {
        long magic = glance.u32(0x1220);
        if (magic == 0x5a7816f0L || magic == 0x5a7816fdL) {
            return member("hpt37x");
        }
        magic = glance.u32(glance.sectorFromEnd(11));
        return magic == 0x5a7816f3L || magic == 0x5a7816fdL ? member("hpt45x") : Optional.empty();
    }

    private static Optional<Recognition> drbd(Glance glance) throws IOException {
        // the superblock is the last 4 KiB, wherever these start
        long at = glance.size() - 4096;
        long magic = glance.u32big(at + 60);
        boolean eight = magic == 0x8374026bL;
        return eight || magic == 0x8374026dL || magic == 0x8374026eL
                ? Optional.of(
                        Recognition.unsupported("drbd", Usage.RAID, "drbd")
                                .versioned(eight ? "v08" : "v09"))
                : Optional.empty();
    }
}
