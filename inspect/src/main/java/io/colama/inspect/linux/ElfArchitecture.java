package io.colama.inspect.linux;

import io.colama.block.ImageException;
import io.colama.guest.file.FileNode;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** For which processors a system's programs are made, by the header of one of them. */
final class ElfArchitecture {

    private static final List<String> PROGRAMS =
            List.of("bin/bash", "bin/ls", "bin/sh", "usr/bin/env", "sbin/init", "bin/busybox");
    private static final int HEADER = 20;
    private static final int MAGIC = 0x7f454c46;

    private ElfArchitecture() {}

    static String of(Subject subject) throws IOException {
        for (String program : PROGRAMS) {
            Optional<FileNode> file = subject.file(program);
            if (file.isPresent() && file.get().attributes().sizeBytes() >= HEADER) {
                try {
                    ByteBuffer header = ByteBuffer.allocate(HEADER);
                    file.get().content().read(0, header);
                    if (header.getInt(0) == MAGIC) {
                        return name(header);
                    }
                } catch (ImageException broken) {
                    subject.problem("damaged:file", program, String.valueOf(broken.getMessage()));
                }
            }
        }
        return "";
    }

    /** By e_machine; byte 4 tells 32 from 64 bits, byte 5 the order of bytes. */
    private static String name(ByteBuffer header) {
        boolean wide = header.get(4) == 2;
        boolean big = header.get(5) == 2;
        int machine =
                header.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN).getShort(18)
                        & 0xffff;
        return switch (machine) {
            case 3 -> "i386";
            case 62 -> wide ? "x86_64" : "x32";
            case 40 -> "arm";
            case 183 -> "aarch64";
            case 20 -> "ppc";
            case 21 -> big ? "ppc64" : "ppc64le";
            case 22 -> wide ? "s390x" : "s390";
            case 243 -> wide ? "riscv64" : "riscv32";
            case 258 -> "loongarch64";
            case 8 -> wide ? "mips64" : big ? "mips" : "mipsel";
            case 2 -> "sparc";
            case 43 -> "sparc64";
            case 50 -> "ia64";
            default -> "elf-" + machine;
        };
    }
}
