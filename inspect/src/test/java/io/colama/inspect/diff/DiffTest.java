package io.colama.inspect.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.colama.guest.file.MemoryNode;
import io.colama.guest.tree.GuestTree;
import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.Origin;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.fact.SystemFacts.HostFacts;
import io.colama.inspect.fact.SystemFacts.NetworkFacts;
import io.colama.inspect.fact.SystemFacts.OsFacts;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiffTest {

    private static PackageFacts of(String name, String version, String architecture) {
        return new PackageFacts(
                name, version, architecture, name, "", "", "", 0, "installed", false, "", "");
    }

    private static Inspection with(PackageFacts... packages) {
        OsFacts os =
                new OsFacts(
                        "debian",
                        "Debian",
                        "12",
                        "",
                        List.of(),
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        Origin.NONE);
        SystemFacts system =
                new SystemFacts(
                        "linux",
                        "disk0",
                        List.of(),
                        os,
                        HostFacts.UNKNOWN,
                        List.of(new PackageSet("dpkg", Origin.NONE, List.of(packages))),
                        List.of(),
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
    void packagesAreAddedRemovedAndChanged() {
        Inspection before =
                with(of("a", "1", "all"), of("b", "1", "all"), of("libc6", "2", "amd64"));
        Inspection after =
                with(
                        of("b", "2", "all"),
                        of("c", "1", "all"),
                        of("libc6", "2", "amd64"),
                        of("libc6", "2", "i386"));
        assertThat(FactsDiff.of(FactsDiff.Part.PACKAGES, before, after))
                .containsExactly(
                        Change.removed("package", "a", "1"),
                        new Change("package", "upgraded", "b", "1", "2"),
                        Change.added("package", "c", "1"),
                        Change.removed("package", "libc6", "2"),
                        Change.added("package", "libc6:amd64", "2"),
                        Change.added("package", "libc6:i386", "2"));
        for (FactsDiff.Part part : FactsDiff.Part.values()) {
            assertThat(FactsDiff.of(part, after, after)).isEmpty();
        }
    }

    @Test
    void aChangeOfStateIsNoChangeOfVersion() {
        PackageFacts fix = of("KB1", "10.0.1.3", "amd64");
        PackageFacts replaced =
                new PackageFacts(
                        "KB1", "10.0.1.3", "amd64", "", "", "", "", 0, "superseded", false, "", "");
        assertThat(FactsDiff.of(FactsDiff.Part.PACKAGES, with(fix), with(replaced)))
                .containsExactly(
                        Change.changed("package", "KB1", "10.0.1.3", "10.0.1.3 (superseded)"));
    }

    private static List<Change> trees(Map<String, String> before, Map<String, String> after)
            throws IOException {
        List<Change> changes = new ArrayList<>();
        new TreeDiff(
                        GuestTree.posix(MemoryNode.of(false, before)),
                        GuestTree.posix(MemoryNode.of(false, after)),
                        (change, _, _) -> changes.add(change),
                        () -> false)
                .compare("/");
        return changes;
    }

    @Test
    void filesAreComparedByWhatTheyAre() throws IOException {
        List<Change> changes =
                trees(
                        Map.of(
                                "etc/a", "one",
                                "etc/b", "same",
                                "etc/l@", "a",
                                "old/x", "12345",
                                "old/y/z", "1",
                                "kind", "file"),
                        Map.of(
                                "etc/a", "longer",
                                "etc/b", "same",
                                "etc/l@", "b",
                                "new/x", "1",
                                "kind/file", "now a directory"));
        assertThat(changes)
                .extracting(Change::change, Change::name)
                .containsExactly(
                        tuple("changed", "/etc/a"),
                        tuple("changed", "/etc/l"),
                        tuple("changed", "/kind"),
                        tuple("added", "/new"),
                        tuple("removed", "/old"));
        assertThat(changes.getLast().before()).isEqualTo("directory of 2 files, 6 bytes");
    }

    @Test
    void textsAreComparedLineByLine() {
        assertThat(TextDiff.of("a/f", "x\ny\n".getBytes(UTF_8), "b/f", "x\nz\n".getBytes(UTF_8)))
                .hasValueSatisfying(lines ->
                        assertThat(lines)
                                .containsExactly(
                                        "--- a/f", "+++ b/f", "@@ -1,2 +1,2 @@", " x", "-y", "+z"));
        assertThat(TextDiff.of("a", new byte[] {0, 1}, "b", new byte[0])).isEmpty();
        assertThat(TextDiff.of("a", new byte[] {(byte) 0xff}, "b", new byte[0])).isEmpty();
    }
}
