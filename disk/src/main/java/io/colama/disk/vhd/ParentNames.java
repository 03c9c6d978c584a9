package io.colama.disk.vhd;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names by which a differencing image knows its parent, made names of files here: relative ones
 * first, then the last part of each, because paths of another computer seldom hold.
 */
final class ParentNames {

    private static final Limit LENGTH = new Limit("VHD parent locator bytes", 64 << 10);
    private static final int LOCATORS = 8;
    private static final int LOCATOR_BYTES = 24;
    private static final int RELATIVE = 0x57327275; // W2ru
    private static final int ABSOLUTE = 0x57326b75; // W2ku
    private static final int MAC = 0x4d616358; // MacX

    private ParentNames() {}

    /** All names, best first; damaged locators are passed over as long as a name is left. */
    static List<String> of(BlockSource file, DynamicHeader header, String name) throws IOException {
        List<String> relative = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < LOCATORS; i++) {
            ByteBuffer locator = header.locators().slice(i * LOCATOR_BYTES, LOCATOR_BYTES);
            switch (locator.getInt(0)) {
                case RELATIVE -> relative.add(text(file, locator, StandardCharsets.UTF_16LE, name));
                case ABSOLUTE -> others.add(text(file, locator, StandardCharsets.UTF_16LE, name));
                case MAC -> others.add(text(file, locator, StandardCharsets.UTF_8, name));
                default -> {
                    // no locator, or one of a system that has no names of files
                }
            }
        }
        others.add(untilZero(StandardCharsets.UTF_16BE.decode(header.parentName().duplicate())));
        Set<String> all = new LinkedHashSet<>();
        relative.forEach(one -> all.add(slashes(one)));
        relative.forEach(one -> all.add(lastPart(one)));
        others.forEach(one -> all.add(lastPart(one)));
        all.remove("");
        if (all.isEmpty()) {
            throw new ImageException.Damaged(name + ": differencing VHD without a parent's name");
        }
        return List.copyOf(all);
    }

    private static String text(BlockSource file, ByteBuffer locator, Charset charset, String name)
            throws IOException {
        int length = LENGTH.checkInt(Integer.toUnsignedLong(locator.getInt(8)));
        long at = locator.getLong(16);
        if (at < 0 || at > file.size() - length) {
            throw new ImageException.Damaged(
                    "%s: VHD parent locator of %d bytes at 0x%x found, inside the file of %d expected"
                            .formatted(name, length, at, file.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(at, bytes);
        return untilZero(charset.decode(bytes.flip()));
    }

    private static String untilZero(CharSequence text) {
        String all = text.toString();
        int end = all.indexOf('\0');
        return end < 0 ? all : all.substring(0, end);
    }

    private static String slashes(String windows) {
        String path = windows.replace('\\', '/');
        return path.startsWith("./") ? path.substring(2) : path;
    }

    private static String lastPart(String path) {
        String slashed = slashes(path);
        return slashed.substring(slashed.lastIndexOf('/') + 1);
    }
}
