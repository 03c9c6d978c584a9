package io.colama.block;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the runs of a range, in order, neighbours of one kind joined.
 *
 * <pre>{@code
 * for (RunWalk walk = RunWalk.of(source, 0, source.size()); walk.advance(); ) {
 *     use(walk.run());
 * }
 * }</pre>
 *
 * <p>The runs tile the range exactly. One thread.
 */
public final class RunWalk {

    private final BlockSource source;
    private final long end;
    private long at;
    private @Nullable Run current;
    private @Nullable Run ahead;

    private RunWalk(BlockSource source, long offset, long end) {
        this.source = source;
        this.at = offset;
        this.end = end;
    }

    /**
     * A walk that stands before the first run of the {@code length} bytes at {@code offset}.
     *
     * @throws IndexOutOfBoundsException when they are not all inside {@code source}
     */
    public static RunWalk of(BlockSource source, long offset, long length) {
        Objects.checkFromIndexSize(offset, length, source.size());
        return new RunWalk(source, offset, offset + length);
    }

    /** Steps to the next run; false when there is none. */
    public boolean advance() throws IOException {
        Run joined = next();
        if (joined == null) {
            current = null;
            return false;
        }
        Run following = next();
        while (following != null && following.kind() == joined.kind()) {
            joined = new Run(joined.offset(), joined.length() + following.length(), joined.kind());
            following = next();
        }
        ahead = following;
        current = joined;
        return true;
    }

    /**
     * The run that {@link #advance()} stepped to.
     *
     * @throws IllegalStateException before the first step and behind the last
     */
    public Run run() {
        if (current == null) {
            throw new IllegalStateException("the walk stands on no run");
        }
        return current;
    }

    private @Nullable Run next() throws IOException {
        if (ahead != null) {
            Run kept = ahead;
            ahead = null;
            return kept;
        }
        if (at >= end) {
            return null;
        }
        Run run = source.runAt(at);
        Run clipped = new Run(at, Math.min(run.length(), end - at), run.kind());
        at = clipped.end();
        return clipped;
    }
}
