package io.colama.block.cow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The states of all blocks, in pages of {@value #PAGE_BLOCKS} that exist once something in them is
 * not as in the base. Threads: any number.
 */
final class BlockStates {

    /** The bytes of a page in the state file. */
    static final int PAGE_BYTES = 4096;

    /** The blocks of a page. */
    static final int PAGE_BLOCKS = PAGE_BYTES * 4;

    private static final int WORD_BLOCKS = Long.SIZE / 2;
    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long blocks;
    private final AtomicReferenceArray<long @Nullable []> pages;
    private final BitSet changed = new BitSet();

    BlockStates(long blocks) {
        this.blocks = blocks;
        pages = new AtomicReferenceArray<>(Math.toIntExact((blocks - 1) / PAGE_BLOCKS + 1));
    }

    int pages() {
        return pages.length();
    }

    /** The state of a block. */
    BlockState at(long block) {
        long[] page = pages.get((int) (block / PAGE_BLOCKS));
        if (page == null) {
            return BlockState.BASE;
        }
        int within = (int) (block % PAGE_BLOCKS);
        long word = (long) WORDS.getAcquire(page, within / WORD_BLOCKS);
        return BlockState.of((int) (word >>> (within % WORD_BLOCKS * 2)) & 3);
    }

    /** The first block behind {@code block}, and at most {@code end}, that has another state. */
    long endOf(long block, long end) {
        BlockState state = at(block);
        long at = block + 1;
        while (at < end) {
            int within = (int) (at % PAGE_BLOCKS);
            if (within == 0 && pages.get((int) (at / PAGE_BLOCKS)) == null) {
                if (state != BlockState.BASE) {
                    return at;
                }
                at = Math.min(end, at + PAGE_BLOCKS);
            } else if (within % WORD_BLOCKS == 0 && wholeWord(at) == uniform(state)) {
                at = Math.min(end, at + WORD_BLOCKS);
            } else if (at(at) == state) {
                at++;
            } else {
                return at;
            }
        }
        return end;
    }

    private long wholeWord(long block) {
        long[] page = pages.get((int) (block / PAGE_BLOCKS));
        return page == null
                ? 0
                : (long) WORDS.getAcquire(page, (int) (block % PAGE_BLOCKS) / WORD_BLOCKS);
    }

    private static long uniform(BlockState state) {
        return 0x5555_5555_5555_5555L * state.bits();
    }

    /** Gives blocks a state. */
    void set(long from, long end, BlockState state) {
        for (long at = from; at < end; ) {
            int number = (int) (at / PAGE_BLOCKS);
            long stop = Math.min(end, (number + 1L) * PAGE_BLOCKS);
            if (setInPage(number, (int) (at % PAGE_BLOCKS), (int) (stop - at), state)) {
                synchronized (changed) {
                    changed.set(number);
                }
            }
            at = stop;
        }
    }

    private boolean setInPage(int number, int first, int count, BlockState state) {
        long[] page = page(number);
        boolean different = false;
        for (int at = first; at < first + count; ) {
            int bit = at % WORD_BLOCKS;
            int now = Math.min(first + count - at, WORD_BLOCKS - bit);
            long mask = (now == WORD_BLOCKS ? -1L : (1L << (now * 2)) - 1) << (bit * 2);
            long wanted = uniform(state) & mask;
            int word = at / WORD_BLOCKS;
            long old;
            do {
                old = (long) WORDS.getAcquire(page, word);
                if ((old & mask) == wanted) {
                    break;
                }
                different = true;
            } while (!WORDS.compareAndSet(page, word, old, (old & ~mask) | wanted));
            at += now;
        }
        return different;
    }

    private long[] page(int number) {
        long[] page = pages.get(number);
        if (page != null) {
            return page;
        }
        long[] made = new long[PAGE_BLOCKS / WORD_BLOCKS];
        return pages.compareAndSet(number, null, made) ? made : existing(number);
    }

    private long[] existing(int number) {
        long[] page = pages.get(number);
        if (page == null) {
            throw new IllegalStateException("pages are never taken away");
        }
        return page;
    }

    /** The words of a page, as they are written to the state file; nothing when all are BASE. */
    long @Nullable [] words(int number) {
        long[] page = pages.get(number);
        if (page == null) {
            return null;
        }
        long[] copy = new long[page.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (long) WORDS.getAcquire(page, i);
        }
        return copy;
    }

    /**
     * Puts a page that was read.
     *
     * @return false when it holds bits that are no state
     */
    boolean put(int number, long[] words) {
        long first = (long) number * PAGE_BLOCKS;
        for (int i = 0; i < words.length; i++) {
            long highBits = words[i] & 0xaaaa_aaaa_aaaa_aaaaL;
            if (((highBits >>> 1) & words[i]) != 0) {
                return false;
            }
            long behind = first + (long) i * WORD_BLOCKS - blocks;
            if (words[i] != 0 && behind >= 0) {
                return false;
            }
        }
        pages.set(number, words.clone());
        return true;
    }

    /** The pages that changed since this was asked the last time. */
    BitSet takeChanged() {
        synchronized (changed) {
            BitSet taken = (BitSet) changed.clone();
            changed.clear();
            return taken;
        }
    }
}
