package io.colama.nbd.client;

import io.colama.nbd.Wire;
import io.colama.nbd.protocol.Chunk;
import io.colama.nbd.protocol.Command;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A request for the status of a range by all agreed contexts. */
final class PendingStatus implements Pending {

    /** More extents than these are passed over: there is always another request. */
    private static final int MOST_EXTENTS = 1 << 16;

    private static final int EXTENT_BYTES = 8;

    private final long offset;
    private final long length;
    private final Map<Integer, String> contexts;
    private final Map<String, Extents> found = new HashMap<>();
    private final Completion completion = new Completion();

    /**
     * A request.
     *
     * @param contexts the numbers of the contexts, as agreed for the connection that it goes to
     */
    PendingStatus(long offset, long length, Map<Integer, String> contexts) {
        this.offset = offset;
        this.length = length;
        this.contexts = contexts;
    }

    @Override
    public Command command() {
        return Command.BLOCK_STATUS;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Completion completion() {
        return completion;
    }

    /** What a context says; when it has succeeded. */
    Optional<Extents> of(String context) {
        return Optional.ofNullable(found.get(context));
    }

    /** What each context says; when it has succeeded. */
    Map<String, Extents> all() {
        return found;
    }

    @Override
    public void simple(Wire wire) throws IOException {
        throw new NbdException.BadServer("a simple reply answers " + text());
    }

    @Override
    public void chunk(Chunk type, int payload, Wire wire) throws IOException {
        if (type == Chunk.NONE && payload == 0) {
            return;
        }
        int extents = (payload - Integer.BYTES) / EXTENT_BYTES;
        boolean sound =
                type == Chunk.BLOCK_STATUS
                        && extents >= 1
                        && payload == Integer.BYTES + extents * EXTENT_BYTES;
        if (!sound) {
            throw unexpected(type, payload);
        }
        int id = wire.readInt();
        String context = contexts.get(id);
        if (context == null || found.containsKey(context)) {
            throw new NbdException.BadServer(
                    context == null
                            ? "the status of context %s, which was not agreed on"
                                    .formatted(Integer.toUnsignedString(id))
                            : "the status of context \"%s\" twice".formatted(context));
        }
        found.put(context, extents(extents, wire));
    }

    private Extents extents(int count, Wire wire) throws IOException {
        int most = Math.min(count, MOST_EXTENTS);
        long[] ends = new long[most];
        int[] flags = new int[most];
        int used = 0;
        long at = 0;
        for (int i = 0; i < most; i++) {
            long one = Integer.toUnsignedLong(wire.readInt());
            int status = wire.readInt();
            if (one == 0 || at >= length) {
                throw new NbdException.BadServer(
                        one == 0
                                ? "an extent of no bytes answers " + text()
                                : "an extent behind the end answers " + text());
            }
            at = Math.min(at + one, length); // the last one may be longer than what was asked
            if (used > 0 && flags[used - 1] == status) {
                used--;
            }
            ends[used] = offset + at;
            flags[used] = status;
            used++;
        }
        wire.skip((long) (count - most) * EXTENT_BYTES);
        return new Extents(offset, Arrays.copyOf(ends, used), Arrays.copyOf(flags, used));
    }

    @Override
    public void finish() throws NbdException.BadServer {
        for (String context : contexts.values()) {
            if (!found.containsKey(context)) {
                throw new NbdException.BadServer(
                        "the answer to %s lacks \"%s\"".formatted(text(), context));
            }
        }
    }
}
