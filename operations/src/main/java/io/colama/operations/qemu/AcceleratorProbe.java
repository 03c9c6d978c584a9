package io.colama.operations.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds out whether KVM really runs guests, by running one: there are hosts where {@code /dev/kvm}
 * opens and a guest makes no step.
 *
 * <p>The guest is a disk with a boot sector of three instructions: it writes to the port of QEMU's
 * {@code isa-debug-exit} and so ends QEMU with a status that nothing else has. The BIOS that brings
 * it so far is the real test: on such hosts a ROM of these three instructions would run, and the
 * BIOS never ends. What was found is kept for the time until the host starts again.
 */
public final class AcceleratorProbe {

    private static final int SECTOR_BYTES = 512;

    /** A BIOS reads nothing from a disk that is smaller than a cylinder of old. */
    private static final int DISK_BYTES = 1 << 20;

    private static final byte[] SIGNATURE = {0x55, (byte) 0xaa};
    private static final byte[] PROGRAM = {
        (byte) 0xb0,
        0x10, // mov al, 0x10
        (byte) 0xe6,
        (byte) 0xf4, // out 0xf4, al
        (byte) 0xf4 // hlt
    };

    /** What QEMU ends with when the guest wrote 0x10: twice that, and one. */
    private static final int EXPECTED = 0x21;

    private static final int PATIENCE_SECONDS = 5;
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path KVM = Path.of("/dev/kvm");

    private final Path kept;

    /**
     * A probe that remembers.
     *
     * @param directory where the result is kept; made when it is not there
     */
    public AcceleratorProbe(Path directory) {
        this.kept = directory.resolve("accelerator");
    }

    /** The best accelerator that works with this program. */
    public Accelerator best(Qemu qemu) throws IOException {
        if (!qemu.isPc() || !isSame(qemu) || !Files.isWritable(KVM)) {
            return Accelerator.TCG;
        }
        String key = key(qemu);
        Optional<Accelerator> known = known(key);
        if (known.isPresent()) {
            return known.get();
        }
        Accelerator found = runs(qemu, Accelerator.KVM) ? Accelerator.KVM : Accelerator.TCG;
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, key + " " + found.word() + "\n");
        return found;
    }

    /** Whether the host could run this guest's instructions itself. */
    private static boolean isSame(Qemu qemu) {
        String host = System.getProperty("os.arch");
        return qemu.isPc() && (host.equals("amd64") || host.equals("x86_64"));
    }

    private static String key(Qemu qemu) throws IOException {
        String boot = Files.isReadable(BOOT) ? Files.readString(BOOT).strip() : "";
        return boot + " " + qemu.program() + " " + Files.getLastModifiedTime(qemu.program());
    }

    private Optional<Accelerator> known(String key) throws IOException {
        if (!Files.isRegularFile(kept)) {
            return Optional.empty();
        }
        String line = Files.readString(kept).strip();
        return Arrays.stream(Accelerator.values())
                .filter(one -> line.equals(key + " " + one.word()))
                .findFirst();
    }

    /** Whether an accelerator brings the guest to its end. */
    static boolean runs(Qemu qemu, Accelerator accelerator) throws IOException {
        Path disk = Files.createTempFile("colama-probe", ".raw");
        try {
            byte[] bytes = new byte[DISK_BYTES];
            System.arraycopy(PROGRAM, 0, bytes, 0, PROGRAM.length);
            System.arraycopy(SIGNATURE, 0, bytes, SECTOR_BYTES - 2, 2);
            Files.write(disk, bytes);
            Process process =
                    new ProcessBuilder(
                                    List.of(
                                            qemu.program().toString(),
                                            "-accel",
                                            accelerator.word(),
                                            "-cpu",
                                            QemuCommand.processor(accelerator),
                                            "-machine",
                                            "q35",
                                            "-m",
                                            "32",
                                            "-nodefaults",
                                            "-no-user-config",
                                            "-display",
                                            "none",
                                            "-device",
                                            "isa-debug-exit,iobase=0xf4,iosize=1",
                                            "-blockdev",
                                            "driver=file,node-name=probe,filename="
                                                    + QemuCommand.escaped(disk.toString()),
                                            "-device",
                                            "virtio-blk-pci,drive=probe,bootindex=1"))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return ended(process);
        } finally {
            Files.deleteIfExists(disk);
        }
    }

    private static boolean ended(Process process) {
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    && process.exitValue() == EXPECTED;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }
}
