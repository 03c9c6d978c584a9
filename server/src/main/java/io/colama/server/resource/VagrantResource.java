package io.colama.server.resource;

import io.colama.operations.Environment;
import io.colama.operations.MachineOutput;
import io.colama.operations.MachineVersions;
import io.colama.server.access.Permissions;
import io.colama.server.access.Role;
import io.colama.server.catalogue.MachineCatalogue;
import io.colama.server.front.Front;
import io.colama.server.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A machine as Vagrant's catalogues describe boxes. There are no checksums: to know one, the box
 * would have to be made.
 */
@RestController
final class VagrantResource {

    /** What Vagrant calls the programs that run boxes, and what we write for each. */
    private static final Map<String, MachineOutput> PROVIDERS =
            Map.of(
                    "libvirt",
                    MachineOutput.BOX_LIBVIRT,
                    "virtualbox",
                    MachineOutput.BOX_VIRTUALBOX);

    private final Environment environment;
    private final MachineCatalogue catalogue;
    private final Permissions permissions;
    private final Front front;

    VagrantResource(
            Environment environment,
            MachineCatalogue catalogue,
            Permissions permissions,
            Front front) {
        this.environment = environment;
        this.catalogue = catalogue;
        this.permissions = permissions;
        this.front = front;
    }

    record BoxProvider(String name, String url) {}

    record BoxVersion(String version, List<BoxProvider> providers) {}

    record Box(String name, String description, List<BoxVersion> versions) {}

    /** A machine as a box of a Vagrant catalogue, with a version for each revision. */
    @GetMapping("/api/v1/vagrant/{machine}")
    Box box(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String machine,
            HttpServletRequest request)
            throws IOException {
        permissions.require(caller.account(), machine, Role.VIEWER);
        String base = "%s/api/v1/machines/%s/revisions/".formatted(front.address(request), machine);
        return new Box(
                machine,
                catalogue.find(machine).map(found -> found.entry().title()).orElse(""),
                new MachineVersions(environment)
                        .run(machine).stream()
                                .map(one ->
                                        new BoxVersion(
                                                one.version(),
                                                providers(base + one.revision() + "/package")))
                                .toList());
    }

    private static List<BoxProvider> providers(String url) {
        return PROVIDERS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one ->
                        new BoxProvider(
                                one.getKey(), url + "?format=" + one.getValue().outputName()))
                .toList();
    }
}
