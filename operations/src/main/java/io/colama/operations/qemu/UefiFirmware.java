package io.colama.operations.qemu;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The firmware of UEFI as distributions install it: the code, and a template of its variables.
 *
 * @param code the code
 * @param variables the template
 */
public record UefiFirmware(Path code, Path variables) {

    private static final List<UefiFirmware> PC =
            List.of(
                    of("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
                    of("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"),
                    of("/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"),
                    of(
                            "/usr/share/edk2/x64/OVMF_CODE.4m.fd",
                            "/usr/share/edk2/x64/OVMF_VARS.4m.fd"),
                    of(
                            "/usr/share/qemu/ovmf-x86_64-code.bin",
                            "/usr/share/qemu/ovmf-x86_64-vars.bin"));
    private static final List<UefiFirmware> ARM =
            List.of(
                    of("/usr/share/AAVMF/AAVMF_CODE.fd", "/usr/share/AAVMF/AAVMF_VARS.fd"),
                    of(
                            "/usr/share/edk2/aarch64/QEMU_EFI-pflash.raw",
                            "/usr/share/edk2/aarch64/vars-template-pflash.raw"));

    private static UefiFirmware of(String code, String variables) {
        return new UefiFirmware(Path.of(code), Path.of(variables));
    }

    /**
     * Looks for it.
     *
     * @throws OperationException that says what to install, when there is none
     */
    public static UefiFirmware find(Qemu qemu) throws OperationException {
        List<UefiFirmware> places = qemu.isPc() ? PC : ARM;
        return places.stream()
                .filter(one -> Files.isReadable(one.code) && Files.isReadable(one.variables))
                .findFirst()
                .orElseThrow(() ->
                        new OperationException(
                                Failure.NOT_FOUND,
                                "the machine starts by UEFI, and its firmware was not found: install it (Debian: apt install %s)"
                                        .formatted(qemu.isPc() ? "ovmf" : "qemu-efi-aarch64")));
    }
}
