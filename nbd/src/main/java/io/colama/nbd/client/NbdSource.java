package io.colama.nbd.client;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import io.colama.nbd.protocol.ExportFlags;
import io.colama.nbd.protocol.StatusFlags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The disk of a server.
 *
 * <p>Runs are what {@code base:allocation} says, one run of data where the server says nothing.
 * Reads are cut into requests of at most {@value #REQUEST_BYTES} bytes as the server wants them
 * aligned, which are under way at the same time, on several connections where the server allows it.
 *
 * <p>Threads: any number. Interrupting one that sends closes its connection for all. Errors: {@link
 * NbdException}; after {@link NbdException.Failed} the rest of the disk can still be read, after
 * the others it cannot. A read that fails has waited for all of its requests. Closing ends what
 * waits.
 */
public final class NbdSource implements BlockSource {

    static final int REQUEST_BYTES = 256 << 10;
    private static final int MOST_CHANGES = 1 << 20;

    private final Links links;
    private final Agreement agreement;
    private final NbdOptions options;

    /** Begins messages: which disk it is. */
    private final String label;

    private final Statuses statuses;

    private NbdSource(Links links, NbdOptions options, String label) {
        this.links = links;
        this.agreement = links.agreement();
        this.options = options;
        this.label = label;
        this.statuses = new Statuses(agreement, this::ask);
    }

    /** Connects to a server and agrees with it on an export. */
    public static NbdSource connect(NbdUri uri, NbdOptions options) throws IOException {
        return new NbdSource(
                Links.open(UriDialer.open(uri, options), options), options, uri.text() + ": ");
    }

    static NbdSource connect(Dialer dialer, NbdOptions options) throws IOException {
        return new NbdSource(Links.open(dialer, options), options, "");
    }

    @Override
    public long size() {
        return agreement.sizeBytes();
    }

    /** Whether the server says that nobody can write to the disk here. */
    public boolean isReadOnly() {
        return (agreement.flags() & ExportFlags.READ_ONLY) != 0;
    }

    /** Whether the server tells which ranges hold data. */
    public boolean tellsAllocation() {
        return agreement.has(Negotiation.ALLOCATION);
    }

    /** The metadata contexts that were agreed on. */
    public List<String> contexts() {
        return agreement.contexts().values().stream().sorted().toList();
    }

    /** How many connections there are now. */
    public int connections() {
        return links.count();
    }

    /** A part of a read, as the server wants it. */
    private record Piece(long offset, ByteBuffer buffer, boolean isEdge) {}

    /** A part of a read that was sent. */
    private record Sent(Piece piece, PendingRead request) {}

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        int length = target.remaining();
        Objects.checkFromIndexSize(offset, length, size());
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        if (length == 0) {
            return;
        }
        List<Piece> pieces = pieces(offset, target);
        List<Piece> left = pieces;
        for (int round = 0; !left.isEmpty(); round++) {
            left = fetch(left, round < options.reconnect());
        }
        for (Piece piece : pieces) {
            if (piece.isEdge()) {
                copy(piece, offset, target);
            }
        }
        target.position(target.limit());
    }

    private List<Piece> pieces(long offset, ByteBuffer target) {
        BlockSizes sizes = agreement.sizes();
        int step = Math.min(REQUEST_BYTES, sizes.most());
        long end = offset + target.remaining();
        long last = sizes.up(end, size());
        List<Piece> pieces = new ArrayList<>();
        for (long at = sizes.down(offset); at < last; ) {
            int now = (int) Math.min(step, last - at);
            boolean edge = at < offset || at + now > end;
            ByteBuffer buffer =
                    edge
                            ? ByteBuffer.allocate(now)
                            : target.slice(target.position() + (int) (at - offset), now);
            pieces.add(new Piece(at, buffer, edge));
            at += now;
        }
        return pieces;
    }

    private static void copy(Piece piece, long offset, ByteBuffer target) {
        long start = Math.max(piece.offset(), offset);
        long end =
                Math.min(piece.offset() + piece.buffer().capacity(), offset + target.remaining());
        target.put(
                target.position() + (int) (start - offset),
                piece.buffer(),
                (int) (start - piece.offset()),
                (int) (end - start));
    }

    /**
     * Asks for pieces and waits for all of them, whatever happens: replies may still go to their
     * buffers.
     *
     * @param again whether another round may follow
     * @return what was lost with its connection and can be asked for again
     */
    private List<Piece> fetch(List<Piece> pieces, boolean again) throws IOException {
        List<Sent> sent = new ArrayList<>(pieces.size());
        Optional<IOException> failure = Optional.empty();
        for (Piece piece : pieces) {
            try {
                Link link = links.choose();
                PendingRead request = new PendingRead(piece.offset(), piece.buffer());
                link.send(request);
                sent.add(new Sent(piece, request));
            } catch (IOException broken) {
                failure = Optional.of(broken);
                break;
            }
        }
        List<Piece> lost = new ArrayList<>();
        for (Sent one : sent) {
            try {
                one.request().completion().await();
            } catch (NbdException.Lost gone) {
                lost.add(one.piece());
                failure = again && !links.isClosed() ? failure : Optional.of(gone);
            } catch (NbdException.Failed refused) {
                failure = Optional.of(new NbdException.Failed(label + refused.getMessage()));
            } catch (IOException broken) {
                failure = Optional.of(broken);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return lost;
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Objects.checkIndex(offset, size());
        if (!tellsAllocation()) {
            return new Run(offset, size() - offset, Run.Kind.DATA);
        }
        Statuses.Status status;
        try {
            status = statuses.at(Negotiation.ALLOCATION, offset);
        } catch (NbdException.Failed unknown) {
            long rest = REQUEST_BYTES - offset % REQUEST_BYTES;
            status = new Statuses.Status(offset + Math.min(size() - offset, rest), 0);
        }
        Run.Kind kind =
                switch (status.flags() & (StatusFlags.HOLE | StatusFlags.ZERO)) {
                    case StatusFlags.HOLE | StatusFlags.ZERO -> Run.Kind.HOLE;
                    case StatusFlags.ZERO -> Run.Kind.ZERO;
                    default -> Run.Kind.DATA; // also a hole of which nobody knows what it reads as
                };
        return new Run(offset, status.end() - offset, kind);
    }

    /**
     * The ranges that the additional context of the options, a dirty bitmap, marks as changed, in
     * order.
     *
     * @throws IllegalStateException when the options name none
     */
    public List<Run> changes() throws IOException {
        String context =
                options.context()
                        .orElseThrow(() -> new IllegalStateException("no bitmap was named"));
        List<Run> changes = new ArrayList<>();
        for (long at = 0; at < size(); ) {
            Statuses.Status status = statuses.at(context, at);
            if ((status.flags() & StatusFlags.DIRTY) != 0) {
                boolean joins = !changes.isEmpty() && changes.getLast().end() == at;
                long start = joins ? changes.removeLast().offset() : at;
                changes.add(new Run(start, status.end() - start, Run.Kind.DATA));
                if (changes.size() > MOST_CHANGES) {
                    throw new NbdException.Unsupported(
                            "more than %d ranges have changed".formatted(MOST_CHANGES));
                }
            }
            at = status.end();
        }
        return List.copyOf(changes);
    }

    private Map<String, Extents> ask(long offset, long length) throws IOException {
        for (int round = 0; ; round++) {
            Link link = links.choose();
            PendingStatus request = new PendingStatus(offset, length, link.agreement().contexts());
            link.send(request);
            try {
                request.completion().await();
                return request.all();
            } catch (NbdException.Lost gone) {
                if (round >= options.reconnect() || links.isClosed()) {
                    throw gone;
                }
            }
        }
    }

    /**
     * This disk for one reader who goes forward: what comes next is fetched meanwhile, up to 16 MiB
     * of it. Closing it closes this.
     */
    public BlockSource readingAhead() {
        return new ReadAhead(this);
    }

    @Override
    public void close() throws IOException {
        links.close();
    }
}
