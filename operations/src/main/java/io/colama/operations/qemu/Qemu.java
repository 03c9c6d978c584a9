package io.colama.operations.qemu;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The QEMU of this host that runs machines of an architecture.
 *
 * @param program the program
 * @param architecture the architecture, as the Linux kernel names it
 */
public record Qemu(Path program, String architecture) {

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("x86_64", "x86_64"),
                    Map.entry("i386", "i386"),
                    Map.entry("i486", "i386"),
                    Map.entry("i586", "i386"),
                    Map.entry("i686", "i386"),
                    Map.entry("aarch64", "aarch64"),
                    Map.entry("armv7l", "arm"),
                    Map.entry("ppc64le", "ppc64"),
                    Map.entry("ppc64", "ppc64"),
                    Map.entry("s390x", "s390x"),
                    Map.entry("riscv64", "riscv64"));

    /**
     * Looks for the program.
     *
     * @param architecture of the machine
     * @param named a program that the user has named
     * @param searchPath the folders of programs, as in {@code PATH}
     * @throws OperationException that says what to install, when there is none
     */
    public static Qemu find(String architecture, Optional<Path> named, String searchPath)
            throws IOException {
        String name = NAMES.get(architecture);
        if (name == null) {
            throw new OperationException(
                    Failure.UNSUPPORTED,
                    "machines of the architecture \"%s\" cannot be run; %s can"
                            .formatted(
                                    architecture,
                                    String.join(", ", NAMES.keySet().stream().sorted().toList())));
        }
        if (named.isPresent()) {
            if (!Files.isExecutable(named.get())) {
                throw new OperationException(
                        Failure.NOT_FOUND, named.get() + ": there is no such program");
            }
            return new Qemu(named.get(), name);
        }
        List<Path> places = new ArrayList<>();
        for (String folder : searchPath.split(File.pathSeparator, -1)) {
            if (!folder.isEmpty()) {
                places.add(Path.of(folder, "qemu-system-" + name));
            }
        }
        if (name.equals(hostArchitecture())) {
            places.add(Path.of("/usr/libexec/qemu-kvm")); // where Red Hat keeps that of the host
        }
        return places.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(found -> new Qemu(found, name))
                .orElseThrow(() ->
                        new OperationException(
                                Failure.NOT_FOUND,
                                "qemu-system-%s was not found: install QEMU (Debian: apt install qemu-system-%s), or name it with --qemu"
                                        .formatted(name, debianPackage(name))));
    }

    private static String hostArchitecture() {
        String host = System.getProperty("os.arch");
        return host.equals("amd64") ? "x86_64" : host;
    }

    private static String debianPackage(String name) {
        return switch (name) {
            case "x86_64", "i386" -> "x86";
            case "aarch64", "arm" -> "arm";
            case "ppc64" -> "ppc";
            default -> "misc";
        };
    }

    /** Whether machines start by UEFI and nothing else. */
    public boolean needsUefi() {
        return architecture.equals("aarch64");
    }

    /** Whether machines are PCs. */
    boolean isPc() {
        return architecture.equals("x86_64") || architecture.equals("i386");
    }
}
