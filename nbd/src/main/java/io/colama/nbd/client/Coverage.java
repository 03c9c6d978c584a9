package io.colama.nbd.client;

import java.util.Map;
import java.util.TreeMap;

/** Which bytes of a request have come; each may come once. One thread. */
final class Coverage {

    /** A reply in so many pieces with gaps between is no reply. */
    private static final int MOST_PIECES = 1000;

    private final int length;
    private final TreeMap<Integer, Integer> ends = new TreeMap<>();
    private int covered;

    Coverage(int length) {
        this.length = length;
    }

    /** Adds a piece; the numbers are what the server says. */
    void add(long from, long count) throws NbdException.BadServer {
        if (from < 0 || count <= 0 || from > length || count > length - from) {
            throw new NbdException.BadServer(
                    "%d bytes at %d of a request for %d".formatted(count, from, length));
        }
        int start = (int) from;
        int end = (int) (from + count);
        Map.Entry<Integer, Integer> before = ends.floorEntry(start);
        Integer after = ends.ceilingKey(start);
        boolean again = before != null && before.getValue() > start;
        if (again || (after != null && after < end)) {
            throw new NbdException.BadServer(
                    "%d bytes at %d of a request came twice".formatted(count, from));
        }
        covered += end - start;
        if (before != null && before.getValue() == start) {
            start = before.getKey();
        }
        Integer joined = ends.remove(end);
        ends.put(start, joined != null ? joined : end);
        if (ends.size() > MOST_PIECES) {
            throw new NbdException.BadServer(
                    "a reply has more than %d pieces with gaps between".formatted(MOST_PIECES));
        }
    }

    int missing() {
        return length - covered;
    }
}
