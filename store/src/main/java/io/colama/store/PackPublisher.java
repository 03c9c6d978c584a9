package io.colama.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes data packs behind the thread that fills them: segments are compressed by the workers,
 * written in order by a thread for each pack, and a full pack is synced, read back and published
 * while the next is being filled.
 *
 * <p>Threads: used by one. A failure in the background is thrown by the next call.
 */
final class PackPublisher implements AutoCloseable {

    private static final int QUEUED_SEGMENTS = 24;
    private static final int PACKS_UNDER_WAY = 3;

    private final Backend backend;
    private final Workers workers;
    private final List<Writing> underWay = new ArrayList<>();
    private @Nullable Writing current;
    private long bytesStored;

    PackPublisher(Backend backend, Workers workers) {
        this.backend = backend;
        this.workers = workers;
    }

    /** The bytes of all packs that were published so far. */
    long bytesStored() {
        return bytesStored;
    }

    /** Appends a segment to the pack; its bytes must not change any more. */
    void segment(PackRef ref, byte[] segment, int blocks) throws IOException {
        Writing writing = current;
        if (writing == null || writing.ref != ref) {
            while (underWay.size() >= PACKS_UNDER_WAY) {
                settle(underWay.removeFirst());
            }
            writing = new Writing(ref);
            underWay.add(writing);
            current = writing;
            writing.thread.start();
        }
        Future<SegmentCodec.Frame> frame =
                workers.submit(tools -> tools.codec.encode(segment, blocks * Geometry.BLOCK));
        writing.put(new Segment(frame, blocks));
    }

    /** No more segments come for the pack that is being filled. */
    void end() throws IOException {
        Writing writing = current;
        if (writing != null) {
            writing.put(Segment.END);
            current = null;
        }
    }

    /** Waits until every pack has its name. */
    void await() throws IOException {
        while (!underWay.isEmpty()) {
            settle(underWay.removeFirst());
        }
    }

    private void settle(Writing writing) throws IOException {
        DataPackWriter.Published published = Workers.await(writing.result);
        bytesStored += published.bytes();
        writing.ref.published(published.name());
    }

    /**
     * Gives up what is under way and waits for the threads; without effect when everything was
     * published.
     */
    @Override
    public void close() {
        for (Writing writing : underWay) {
            writing.abandoned = true;
            writing.queue.clear();
            writing.queue.add(Segment.END);
        }
        for (Writing writing : underWay) {
            try {
                writing.result.get();
            } catch (ExecutionException e) {
                // the pack was given up because of an error that the caller already has
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        underWay.clear();
    }

    private record Segment(@Nullable Future<SegmentCodec.Frame> frame, int blocks) {
        static final Segment END = new Segment(null, 0);
    }

    private final class Writing {
        final PackRef ref;
        final BlockingQueue<Segment> queue = new ArrayBlockingQueue<>(QUEUED_SEGMENTS + 1);
        final FutureTask<DataPackWriter.Published> result = new FutureTask<>(this::write);
        final Thread thread = Thread.ofPlatform().daemon().name("colama-packer").unstarted(result);
        volatile boolean abandoned;

        Writing(PackRef ref) {
            this.ref = ref;
        }

        /** Hands over a segment, or learns that the thread has failed. */
        void put(Segment segment) throws IOException {
            try {
                while (!queue.offer(segment, 50, TimeUnit.MILLISECONDS)) {
                    if (result.isDone()) {
                        Workers.await(result);
                        throw new IOException("the pack ended before its last segment");
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }

        private DataPackWriter.Published write() throws IOException, InterruptedException {
            try (DataPackWriter writer = new DataPackWriter(backend)) {
                while (true) {
                    Segment next = queue.take();
                    Future<SegmentCodec.Frame> frame = next.frame;
                    if (frame == null) {
                        break;
                    }
                    writer.append(Workers.await(frame), next.blocks);
                }
                if (abandoned) {
                    throw new StoreException.Cancelled("the pack was given up");
                }
                return writer.publish(ref.ownHashes());
            }
        }
    }
}
