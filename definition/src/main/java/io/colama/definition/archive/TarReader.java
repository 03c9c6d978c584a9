package io.colama.definition.archive;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.text.Bound;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a tar archive one after the other: ustar, with the long names and large
 * sizes of pax and GNU tar. For one thread.
 */
final class TarReader {

    /** The largest extended header, which holds a long name or size. */
    static final Bound EXTENDED_BYTES = new Bound("bytes of an extended tar header", 1 << 20);

    private final TarInput input;
    private final String what;
    private final Bound members;
    private long position;
    private long contentLeft;
    private long padding;
    private long count;

    /** A member as it stands there; its name is not checked yet. */
    record Member(String name, char type, long offset, long length, String link) {

        boolean isFile() {
            return type == '0' || type == 0 || type == '7';
        }

        boolean isDirectory() {
            return type == '5' || (isFile() && name.endsWith("/"));
        }
    }

    TarReader(TarInput input, String what, Bound members) {
        this.input = input;
        this.what = what;
        this.members = members;
    }

    /** Whether a first block is one of tar. */
    static boolean isTar(byte[] block) {
        return block.length >= TarHeader.SIZE
                && !TarHeader.isEnd(Arrays.copyOf(block, TarHeader.SIZE))
                && TarHeader.hasValidChecksum(block);
    }

    /** The next member; null at the end. What is left of the one before is passed over. */
    @Nullable Member next() throws IOException {
        String longName = "";
        String longLink = "";
        long longSize = -1;
        while (true) {
            skip(contentLeft + padding);
            byte[] block = new byte[TarHeader.SIZE];
            int read = read(block, block.length);
            if (read == 0 || (read == block.length && TarHeader.isEnd(block))) {
                return null;
            }
            members.check(what, ++count);
            TarHeader header = header(block, read);
            start(header.size());
            switch (header.type()) {
                case 'L' -> longName = text(header.size());
                case 'K' -> longLink = text(header.size());
                case 'x', 'X' -> {
                    String extended = new String(extended(header.size()), StandardCharsets.UTF_8);
                    longName = Pax.value(extended, "path").orElse(longName);
                    longLink = Pax.value(extended, "linkpath").orElse(longLink);
                    longSize = Pax.size(what, extended).orElse(longSize);
                    if (Pax.value(extended, "GNU.sparse.major").isPresent()) {
                        throw sparse();
                    }
                }
                case 'g' -> {}
                case 'S' -> throw sparse();
                default -> {
                    long size = longSize >= 0 ? longSize : header.size();
                    start(header.type() == '5' || isLink(header.type()) ? 0 : size);
                    return new Member(
                            longName.isEmpty() ? header.name() : longName,
                            header.type(),
                            position,
                            contentLeft,
                            longLink.isEmpty() ? header.link() : longLink);
                }
            }
        }
    }

    private static boolean isLink(char type) {
        return type == '1' || type == '2';
    }

    private DefinitionException sparse() {
        return new DefinitionException.Unsupported(
                what + ": a sparse member of GNU tar found; pack it without --sparse");
    }

    private void start(long size) throws DefinitionException {
        if (size < 0 || size > Long.MAX_VALUE / 2) {
            throw new DefinitionException.Damaged(
                    what + ": the size of the member at 0x%x is no number".formatted(position));
        }
        contentLeft = size;
        padding = -size & (TarHeader.SIZE - 1);
    }

    private TarHeader header(byte[] block, int read) throws DefinitionException {
        if (read < block.length || !TarHeader.hasValidChecksum(block)) {
            throw new DefinitionException.Damaged(
                    what
                            + ": at 0x%x: a tar header with a valid checksum expected, %s"
                                    .formatted(
                                            position - read,
                                            read < block.length ? "the end found" : "none found"));
        }
        return TarHeader.of(block);
    }

    private byte[] extended(long size) throws IOException {
        byte[] bytes = new byte[(int) EXTENDED_BYTES.check(what, size)];
        if (content(bytes, bytes.length) < bytes.length) {
            throw new DefinitionException.Damaged(what + ": it ends inside an extended tar header");
        }
        return bytes;
    }

    private String text(long size) throws IOException {
        String text = new String(extended(size), StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** Reads up to {@code length} bytes of the member's content; 0 at its end. */
    int content(byte[] target, int length) throws IOException {
        int wanted = (int) Math.min(length, contentLeft);
        if (wanted == 0) {
            return 0;
        }
        int read = read(target, wanted);
        contentLeft -= read;
        if (read < wanted) {
            throw new DefinitionException.Damaged(
                    what + ": it ends at 0x%x, inside a member".formatted(position));
        }
        return read;
    }

    private int read(byte[] target, int length) throws IOException {
        int read = input.read(target, length);
        position += read;
        return read;
    }

    private void skip(long length) throws IOException {
        long skipped = input.skip(length);
        position += skipped;
        if (skipped < length - padding) {
            throw new DefinitionException.Damaged(
                    what + ": it ends at 0x%x, inside a member".formatted(position));
        }
        contentLeft = 0;
        padding = 0;
    }
}
