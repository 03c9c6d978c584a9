package io.colama.inspect.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.testkit.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VersionOrderTest {

    @Test
    void managersHaveTheirOwnOrderAndEverythingElseIsDotted() {
        assertThat(List.of("dpkg", "opkg", "rpm", "apk", "pacman", "windows", ""))
                .extracting(VersionOrder::of)
                .containsExactly(
                        VersionOrder.DPKG,
                        VersionOrder.DPKG,
                        VersionOrder.RPM,
                        VersionOrder.APK,
                        VersionOrder.PACMAN,
                        VersionOrder.DOTTED,
                        VersionOrder.DOTTED);
    }

    @Test
    void sortsAsDebian() {
        ascending(
                VersionOrder.DPKG,
                "1.0~~",
                "1.0~~a",
                "1.0~",
                "1.0~rc1",
                "1.0",
                "1.0-0ubuntu1",
                "1.0-1~bpo12+1",
                "1.0-1",
                "1.0-1+b1",
                "1.0a",
                "1.0+dfsg-1",
                "1.0.1",
                "1.2",
                "1.10",
                "1:0.1");
        same(VersionOrder.DPKG, "1.0", "1.0-0", "0:1.0", "1.00", "01.0", " 1.0 ");
    }

    @Test
    void sortsAsRpm() {
        ascending(
                VersionOrder.RPM,
                "1.0~rc1",
                "1.0~rc1^git1",
                "1.0",
                "1.0-1.el9",
                "1.0-1.1",
                "1.0^git1",
                "1.0^git1.2",
                "1.0a",
                "1.0.1",
                "1.0.10",
                "1:0.1");
        same(VersionOrder.RPM, "1.0", "1_0", "0:1.00", "1.0.");
    }

    @Test
    void sortsAsAlpine() {
        ascending(
                VersionOrder.APK,
                "0.1.0_alpha",
                "0.1.0_alpha1_pre2",
                "0.1.0_alpha2",
                "0.1.0_beta",
                "0.1.0_pre",
                "0.1.0_rc",
                "0.1.0_rc1",
                "0.1.0",
                "0.1.0-r0",
                "0.1.0-r1",
                "0.1.0_git20240101",
                "0.1.0_p",
                "0.1.0_p1",
                "0.1.0_p1-r10",
                "0.1.0_p10",
                "0.1.0a",
                "0.1.0b",
                "0.1.0.1",
                "0.1.00",
                "0.1.01",
                "0.1.1",
                "0.1.2",
                "0.1.10",
                "0.2",
                "1.0",
                "10.0");
        ascending(VersionOrder.APK, "8.2.0015", "8.2.002", "8.2.0020", "8.2.3", "8.2.15");
        ascending(VersionOrder.APK, "1.0_rc1_pre2", "1.0_rc1", "1.0_rc1~ab", "1.0_rc1_p1", "1.0");
        same(VersionOrder.APK, "1.2_rc1", "1.2_rc01", "01.2_rc1");
    }

    @Test
    void whatIsNoVersionOfAlpineIsBeforeTheVersionItBeginsWith() {
        ascending(VersionOrder.APK, "", "1.0-x", "1.0", "1.0-r1-x", "1.0-r1", "1.1");
    }

    @Test
    void sortsAsArchLinux() {
        ascending(
                VersionOrder.PACMAN,
                "1.0a",
                "1.0alpha",
                "1.0b",
                "1.0beta",
                "1.0p",
                "1.0pre",
                "1.0rc",
                "1.0",
                "1.0-1",
                "1.0-1.1",
                "1.0-2",
                "1.0.a",
                "1.0.1",
                "1.1",
                "1:0.1");
        same(VersionOrder.PACMAN, "1.0-1", "1_0-1", "0:1.00-1");
    }

    @Test
    void sortsVersionsWithoutRules() {
        ascending(
                VersionOrder.DOTTED,
                "",
                "1.0-beta2",
                "1.0-RC1",
                "1.0",
                "1.0a",
                "1.0.0",
                "1.8.0_292",
                "1.8.0_1000",
                "5.2.3790",
                "6.1.7601.17514",
                "10.0.9200",
                "10.0.19045",
                "10.0.22631.3007",
                "99999999999999999999999.1",
                "100000000000000000000000");
        same(VersionOrder.DOTTED, "v1.2", "1.2", "1,2", "V01.02", " 1.2");
        same(VersionOrder.DOTTED, "1.2b", "1.2B", "1.2-b");
    }

    @ParameterizedTest
    @EnumSource
    void ordersAreTotalOverAnyStrings(VersionOrder order) {
        Seed seed = Seed.of(0x0ded);
        RandomGenerator random = seed.random();
        List<String> versions = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            versions.add(VersionGrammar.ANYTHING.version(random));
        }
        versions.sort(order);
        for (int i = 0; i < versions.size(); i++) {
            for (int j = 0; j < versions.size(); j++) {
                String a = versions.get(i);
                String b = versions.get(j);
                int sign = Integer.signum(order.compare(a, b));
                assertThat(sign).as("%s <> %s %s", a, b, seed).isEqualTo(-sign(order, b, a));
                assertThat(sign).as("%s <> %s %s", a, b, seed).isIn(0, Integer.compare(i, j));
                assertThat(
                                Integer.signum(
                                        Arrays.compareUnsigned(order.sortKey(a), order.sortKey(b))))
                        .as("keys of %s and %s %s", a, b, seed)
                        .isEqualTo(sign);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysOfLongVersionsAreBounded(VersionOrder order) {
        for (String piece :
                List.of("9", "a", "-", "~", "1a", "1.", "_rc1", "é", "a-1", ".0", "+", "\uFFFF")) {
            String longVersion = "1" + piece.repeat(1 << 18);
            assertThat(order.sortKey(longVersion))
                    .as("1 and many %s", piece)
                    .hasSizeLessThan(8 * VersionOrder.LONGEST + 16);
            assertThat(order.compare(longVersion, longVersion + "1")).isZero();
        }
    }

    private static int sign(VersionOrder order, String a, String b) {
        return Integer.signum(order.compare(a, b));
    }

    private static void ascending(VersionOrder order, String... versions) {
        for (int i = 0; i < versions.length; i++) {
            for (int j = 0; j < versions.length; j++) {
                assertThat(sign(order, versions[i], versions[j]))
                        .as("%s <> %s", versions[i], versions[j])
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    private static void same(VersionOrder order, String... versions) {
        assertThat(versions)
                .allSatisfy(v ->
                        assertThat(order.sortKey(v)).as(v).isEqualTo(order.sortKey(versions[0])));
    }
}
