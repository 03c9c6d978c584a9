package io.colama.server.resource;

import io.colama.disk.image.DiskFormat;
import io.colama.operations.MachineOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What this server is and what it can write. */
@RestController
final class AboutResource {

    record Form(String name, String title, String suffix) {}

    record About(String version, List<Form> formats, List<Form> packages) {}

    private final About about;

    /** The version of this server. */
    static String version() throws IOException {
        Properties built = new Properties();
        try (InputStream in = AboutResource.class.getResourceAsStream("about.properties")) {
            if (in == null) {
                throw new IllegalStateException("about.properties is not in the jar");
            }
            built.load(in);
        }
        return built.getProperty("version", "");
    }

    AboutResource() throws IOException {
        this.about =
                new About(
                        version(),
                        DiskFormat.written().stream()
                                .map(format ->
                                        new Form(
                                                format.formatName(),
                                                format == DiskFormat.RAW
                                                        ? "Raw image"
                                                        : format.formatName()
                                                                .toUpperCase(Locale.ROOT),
                                                format.formatName()))
                                .toList(),
                        Arrays.stream(MachineOutput.values())
                                .filter(MachineOutput::oneFile)
                                .map(output ->
                                        new Form(
                                                output.outputName(),
                                                title(output),
                                                output.suffix()))
                                .toList());
    }

    private static String title(MachineOutput output) {
        return switch (output) {
            case OVA -> "OVF package (OVA)";
            case BOX_LIBVIRT -> "Vagrant box for libvirt";
            case BOX_VIRTUALBOX -> "Vagrant box for VirtualBox";
            case OVF, VMX, VBOX, LIBVIRT, PROXMOX, XL -> output.outputName();
        };
    }

    @GetMapping("/api/v1/about")
    About about() {
        return about;
    }
}
