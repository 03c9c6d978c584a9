package io.colama.nbd.client;

import io.colama.block.BlockSource;
import io.colama.nbd.server.Export;
import io.colama.nbd.server.Exports;
import io.colama.nbd.server.StatusMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One disk, under one name.
 *
 * @param contexts what it tells beside its allocation
 */
record OneExport(String name, BlockSource disk, Map<String, StatusMap> contexts)
        implements Exports {

    OneExport(String name, BlockSource disk) {
        this(name, disk, Map.of());
    }

    @Override
    public List<Listed> list() {
        return List.of(new Listed(name, ""));
    }

    @Override
    public Optional<Export> open(String wanted) {
        return wanted.equals(name) ? Optional.of(new One()) : Optional.empty();
    }

    private final class One implements Export {
        @Override
        public String name() {
            return name;
        }

        @Override
        public String description() {
            return "";
        }

        @Override
        public BlockSource disk() {
            return disk;
        }

        @Override
        public Optional<StatusMap> context(String context) {
            return Optional.ofNullable(contexts.get(context));
        }

        @Override
        public void close() {}
    }
}
