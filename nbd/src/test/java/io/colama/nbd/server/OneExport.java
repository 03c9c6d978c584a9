package io.colama.nbd.server;

import io.colama.block.BlockSource;
import io.colama.nbd.protocol.StatusFlags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Disks by name; the first is the preferred one. One of them has a bitmap of odd blocks. */
final class OneExport implements Exports {

    static final String BITMAP = "qemu:dirty-bitmap:odd";
    static final int GRAIN = 4096;

    private final List<Map.Entry<String, BlockSource>> disks;
    private final boolean ready;
    private final AtomicInteger open = new AtomicInteger();

    OneExport(boolean ready, List<Map.Entry<String, BlockSource>> disks) {
        this.ready = ready;
        this.disks = List.copyOf(disks);
    }

    static OneExport of(BlockSource disk) {
        return new OneExport(true, List.of(Map.entry("disk", disk)));
    }

    /** How many are open. */
    int open() {
        return open.get();
    }

    @Override
    public List<Listed> list() {
        return disks.stream().map(one -> new Listed(one.getKey(), "for tests")).toList();
    }

    @Override
    public Optional<Export> open(String name) {
        return disks.stream()
                .filter(one -> name.isEmpty() || one.getKey().equals(name))
                .findFirst()
                .map(one -> {
                    open.incrementAndGet();
                    return new Opened(one.getKey(), one.getValue());
                });
    }

    private final class Opened implements Export {

        private final String name;
        private final BlockSource disk;

        private Opened(String name, BlockSource disk) {
            this.name = name;
            this.disk = disk;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String description() {
            return "for tests";
        }

        @Override
        public BlockSource disk() {
            return disk;
        }

        @Override
        public boolean isReady(long offset, int length) {
            return ready;
        }

        @Override
        public List<String> contexts() {
            return List.of(BITMAP);
        }

        @Override
        public Optional<StatusMap> context(String context) {
            return context.equals(BITMAP) ? Optional.of(Opened::odd) : Optional.empty();
        }

        private static StatusMap.Extent odd(long offset) {
            long block = offset / GRAIN;
            return new StatusMap.Extent(
                    (block + 1) * GRAIN - offset, block % 2 == 1 ? StatusFlags.DIRTY : 0);
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }
}
