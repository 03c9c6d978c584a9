package io.colama.inspect.windows;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.guest.file.FileNode;
import io.colama.inspect.fact.Origin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the kernel's own file says, where the registry does not: its version and its machine.
 *
 * <p>Source: Microsoft, "PE Format" and "VS_FIXEDFILEINFO structure".
 */
final class KernelFile {

    private static final int HEAD = 4096;
    private static final int PE_AT = 0x3c;
    private static final int SECTION = 40;
    private static final int MOST_SECTIONS = 96;
    private static final int MOST_RESOURCES = 8 << 20;
    private static final int FIXED_INFO = 0xfeef_04bd;
    private static final String NAME = "VS_VERSION_INFO";

    private KernelFile() {}

    /**
     * A version.
     *
     * @param nt major and minor
     */
    record Found(String nt, long build, long update, Origin origin) {}

    private static Optional<String> path(Registry registry) throws IOException {
        String path = registry.directory() + "\\System32\\ntoskrnl.exe";
        return registry.subject().exists(path) ? Optional.of(path) : Optional.empty();
    }

    /** The machine that the kernel is for, as Linux says it; empty when it is not told. */
    static String architecture(Registry registry) throws IOException {
        Optional<String> path = path(registry);
        Optional<ByteBuffer> head = path.isEmpty() ? Optional.empty() : head(registry, path.get());
        if (head.isEmpty()) {
            return "";
        }
        return switch (head.get().getShort(head.get().getInt(PE_AT) + 4) & 0xffff) {
            case 0x14c -> "i386";
            case 0x8664 -> "x86_64";
            case 0xaa64 -> "aarch64";
            case 0x1c4 -> "arm";
            case 0x200 -> "ia64";
            default -> "";
        };
    }

    static Optional<Found> read(Registry registry) throws IOException {
        Optional<String> path = path(registry);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        Optional<FileNode> file = registry.subject().file(path.get());
        Optional<ByteBuffer> head = head(registry, path.get());
        if (head.isEmpty() || file.isEmpty()) {
            return Optional.empty();
        }
        try {
            Origin origin = registry.subject().origin(path.get());
            return resources(file.get().content(), head.get())
                    .flatMap(bytes -> version(bytes, origin));
        } catch (ImageException broken) {
            registry.subject()
                    .problem("damaged:file", path.get(), String.valueOf(broken.getMessage()));
            return Optional.empty();
        }
    }

    /** The first bytes, with the PE signature where they say. */
    private static Optional<ByteBuffer> head(Registry registry, String path) throws IOException {
        Optional<FileNode> file = registry.subject().file(path);
        if (file.isEmpty() || file.get().attributes().sizeBytes() < HEAD) {
            return Optional.empty();
        }
        ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
        try {
            file.get().content().read(0, head);
        } catch (ImageException broken) {
            registry.subject().problem("damaged:file", path, String.valueOf(broken.getMessage()));
            return Optional.empty();
        }
        int pe = head.getInt(PE_AT);
        boolean whole =
                head.get(0) == 'M'
                        && head.get(1) == 'Z'
                        && pe > 0
                        && pe < HEAD - 24
                        && head.getInt(pe) == ('P' | 'E' << 8);
        return whole ? Optional.of(head) : Optional.empty();
    }

    /** The bytes of the section of resources. */
    private static Optional<byte[]> resources(BlockSource file, ByteBuffer head)
            throws IOException {
        int pe = head.getInt(PE_AT);
        int count = Math.min(MOST_SECTIONS, head.getShort(pe + 6) & 0xffff);
        int table = pe + 24 + (head.getShort(pe + 20) & 0xffff);
        for (int i = 0; i < count && table + (i + 1) * SECTION <= HEAD; i++) {
            int at = table + i * SECTION;
            byte[] name = new byte[8];
            head.get(at, name);
            long length = Integer.toUnsignedLong(head.getInt(at + 16));
            long place = Integer.toUnsignedLong(head.getInt(at + 20));
            if (new String(name, StandardCharsets.ISO_8859_1).startsWith(".rsrc")
                    && length <= MOST_RESOURCES
                    && place + length <= file.size()) {
                byte[] bytes = new byte[(int) length];
                file.read(place, ByteBuffer.wrap(bytes));
                return Optional.of(bytes);
            }
        }
        return Optional.empty();
    }

    private static Optional<Found> version(byte[] bytes, Origin origin) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String name =
                new String(NAME.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
        int from = text.indexOf(name);
        if (from < 0) {
            return Optional.empty();
        }
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int first = from + name.length();
        for (int at = first; at <= Math.min(first + 8, bytes.length - 16); at++) {
            if (words.getInt(at) == FIXED_INFO) {
                int high = words.getInt(at + 8);
                int low = words.getInt(at + 12);
                return Optional.of(
                        new Found(
                                (high >>> 16) + "." + (high & 0xffff),
                                low >>> 16,
                                low & 0xffff,
                                origin));
            }
        }
        return Optional.empty();
    }
}
