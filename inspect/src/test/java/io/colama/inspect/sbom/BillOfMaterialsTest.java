package io.colama.inspect.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.Origin;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.fact.SystemFacts.Application;
import io.colama.inspect.fact.SystemFacts.HostFacts;
import io.colama.inspect.fact.SystemFacts.NetworkFacts;
import io.colama.inspect.fact.SystemFacts.OsFacts;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.cyclonedx.Version;
import org.junit.jupiter.api.Test;

class BillOfMaterialsTest {

    private static final Described DESCRIBED =
            new Described("web", "ab12", Instant.parse("2026-11-20T10:00:00.123Z"), "0.1.0");

    private static PackageFacts of(String name, String version, String licence, String state) {
        return new PackageFacts(
                name,
                version,
                "amd64",
                name,
                "",
                licence,
                "Some One",
                0,
                state,
                false,
                "",
                "a & b");
    }

    private static Inspection inspection() {
        OsFacts os =
                new OsFacts(
                        "debian",
                        "Debian GNU/Linux 12",
                        "12.5",
                        "bookworm",
                        List.of(),
                        "",
                        "",
                        "",
                        "x86_64",
                        "",
                        "",
                        Origin.NONE);
        SystemFacts system =
                new SystemFacts(
                        "linux",
                        "disk0p1",
                        List.of(),
                        os,
                        HostFacts.UNKNOWN,
                        List.of(
                                new PackageSet(
                                        "dpkg",
                                        Origin.NONE,
                                        List.of(
                                                of("openssl", "3.0.15-1~deb12u1", "", "installed"),
                                                of("g++", "4:12.2.0-3", "GPL-3", "installed"),
                                                of("gone", "1", "", "config-files")))),
                        List.of(
                                new Application(
                                        "oracle",
                                        "Oracle",
                                        "10.2.0.1.0",
                                        "Oracle",
                                        "/u01",
                                        List.of(),
                                        Origin.NONE)),
                        List.of(),
                        List.of(),
                        List.of(),
                        NetworkFacts.NONE,
                        List.of(),
                        List.of(),
                        List.of());
        return new Inspection(Inspection.VERSION, List.of(), List.of(), List.of(system), List.of());
    }

    @Test
    void cycloneDxKeepsItsSchema() throws IOException {
        String bill = CycloneDx.write(DESCRIBED, inspection());
        assertThat(
                        new org.cyclonedx.parsers.JsonParser()
                                .validate(bill.getBytes(UTF_8), Version.VERSION_16))
                .isEmpty();
        JsonArray components =
                JsonParser.parseString(bill).getAsJsonObject().getAsJsonArray("components");
        assertThat(components).hasSize(4);
        assertThat(bill)
                .contains("pkg:deb/debian/openssl@3.0.15-1~deb12u1?arch=amd64&distro=debian-12")
                .contains("pkg:deb/debian/g%2B%2B@4%3A12.2.0-3?arch=amd64&distro=debian-12")
                .contains("cpe:2.3:o:debian:debian_linux:12.5:*")
                .doesNotContain("gone");
        assertThat(CycloneDx.write(DESCRIBED, inspection())).isEqualTo(bill);
    }

    @Test
    void spdxNamesEverythingThatItRelates() {
        String bill = Spdx.write(DESCRIBED, inspection());
        JsonObject root = JsonParser.parseString(bill).getAsJsonObject();
        assertThat(root.get("spdxVersion").getAsString()).isEqualTo("SPDX-2.3");
        List<String> ids =
                root.getAsJsonArray("packages").asList().stream()
                        .map(one -> one.getAsJsonObject().get("SPDXID").getAsString())
                        .toList();
        assertThat(ids).doesNotHaveDuplicates().hasSize(5);
        assertThat(ids).allMatch(id -> id.matches("SPDXRef-[A-Za-z0-9.-]+"));
        root.getAsJsonArray("relationships")
                .forEach(one ->
                        assertThat(ids)
                                .contains(
                                        one.getAsJsonObject()
                                                .get("relatedSpdxElement")
                                                .getAsString()));
        assertThat(bill).contains("\"extractedText\": \"GPL-3\"");
    }

    private static OsFacts windows(String id, String version, String codename, String pack) {
        return new OsFacts(
                id, "", version, codename, List.of(), "", "", pack, "x86_64", "", "", Origin.NONE);
    }

    @Test
    void namesSystemsAsTheDictionaryOfCpesDoes() {
        assertThat(Cpes.of(windows("windows-2003", "5.2.3790", "", "2")))
                .contains("cpe:2.3:o:microsoft:windows_server_2003:-:sp2:*:*:*:*:x64:*");
        assertThat(Cpes.of(windows("windows-2008-r2", "6.1.7601", "", "1")))
                .contains("cpe:2.3:o:microsoft:windows_server_2008:r2:sp1:*:*:*:*:x64:*");
        assertThat(Cpes.of(windows("windows-11", "10.0.22631.3190", "23H2", "")))
                .contains("cpe:2.3:o:microsoft:windows_11_23h2:10.0.22631.3190:*:*:*:*:*:x64:*");
        assertThat(Cpes.of(windows("windows-2019", "10.0.17763.5458", "1809", "")))
                .contains(
                        "cpe:2.3:o:microsoft:windows_server_2019:10.0.17763.5458:*:*:*:*:*:x64:*");
        assertThat(Cpes.of(windows("windows", "", "", ""))).isEmpty();
    }

    @Test
    void namesApplicationsAndUpdatesOfWindows() {
        PackageSet updates =
                new PackageSet("hotfix", Origin.NONE, List.of(of("KB958644", "", "", "installed")));
        assertThat(
                        PackageUrls.of(
                                windows("windows-7", "6.1.7601", "", "1"),
                                updates,
                                updates.packages().getFirst()))
                .contains("pkg:generic/microsoft/KB958644");
        for (String bill :
                List.of(
                        CycloneDx.write(DESCRIBED, inspection()),
                        Spdx.write(DESCRIBED, inspection()))) {
            assertThat(bill)
                    .contains("pkg:generic/oracle@10.2.0.1.0")
                    .contains("cpe:2.3:a:oracle:database_server:10.2.0.1.0:*:*:*:*:*:*:*");
        }
    }
}
