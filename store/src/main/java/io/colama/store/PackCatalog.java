package io.colama.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The open packs of a repository: at most {@value #MOST_OPEN} data packs and as many node packs,
 * the least recently used is closed first. Threads: any number.
 */
final class PackCatalog implements Closeable {

    private static final int MOST_OPEN = 128;

    private final Backend backend;
    private final Map<Hash, Shared> open = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Hash, NodePack> nodePacks = new LinkedHashMap<>(16, 0.75f, true);

    PackCatalog(Backend backend) {
        this.backend = backend;
    }

    /** What is done with an open pack. */
    @FunctionalInterface
    interface Use<T> {
        /** Called with a pack that stays open meanwhile. */
        T with(DataPack pack) throws IOException;
    }

    /**
     * Does something with a data pack.
     *
     * @throws StoreException.Damaged when the pack is gone or cannot be told
     */
    <T> T use(Hash name, Use<T> use) throws IOException {
        Shared shared = acquire(name);
        try {
            return use.with(shared.pack);
        } finally {
            release(shared);
        }
    }

    private Shared acquire(Hash name) throws IOException {
        synchronized (open) {
            Shared known = open.get(name);
            if (known != null) {
                known.users++;
                return known;
            }
        }
        Shared opened = new Shared(openPack(name));
        List<Shared> closing = new ArrayList<>();
        Shared result;
        synchronized (open) {
            Shared other = open.putIfAbsent(name, opened);
            result = other == null ? opened : other;
            result.users++;
            if (other != null) {
                closing.add(opened);
            }
            Iterator<Shared> oldest = open.values().iterator();
            while (open.size() > MOST_OPEN && oldest.hasNext()) {
                Shared candidate = oldest.next();
                if (candidate.users == 0) {
                    oldest.remove();
                    closing.add(candidate);
                }
            }
        }
        for (Shared shared : closing) {
            shared.pack.close();
        }
        return result;
    }

    private DataPack openPack(Hash name) throws IOException {
        try {
            return DataPack.open(backend, name);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new StoreException.Damaged(Formats.packName(name) + ": the pack is gone", e);
        }
    }

    private void release(Shared shared) throws IOException {
        boolean last;
        synchronized (open) {
            last = --shared.users == 0 && shared.forgotten;
        }
        if (last) {
            shared.pack.close();
        }
    }

    /** Whether a data pack is there and can be told. */
    boolean isUsable(Hash name) throws IOException {
        try {
            return use(name, _ -> true);
        } catch (StoreException.Damaged e) {
            return false;
        }
    }

    /** An open node pack. */
    NodePack nodes(Hash name) throws IOException {
        synchronized (nodePacks) {
            NodePack known = nodePacks.get(name);
            if (known != null) {
                return known;
            }
        }
        NodePack opened;
        try {
            opened = NodePack.open(backend, name);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new StoreException.Damaged(
                    Formats.nodesName(name) + ": the node pack is gone", e);
        }
        synchronized (nodePacks) {
            nodePacks.put(name, opened);
            Iterator<Hash> oldest = nodePacks.keySet().iterator();
            while (nodePacks.size() > MOST_OPEN && oldest.hasNext()) {
                oldest.next();
                oldest.remove(); // the mapping ends when nobody reaches it any more
            }
        }
        return opened;
    }

    /**
     * Forgets an open data or node pack, because its file was replaced; whoever is using it goes on
     * with the old one.
     */
    void forget(Hash name) throws IOException {
        synchronized (nodePacks) {
            nodePacks.remove(name);
        }
        Shared shared;
        synchronized (open) {
            shared = open.remove(name);
            if (shared == null) {
                return;
            }
            shared.forgotten = true;
            if (shared.users > 0) {
                return;
            }
        }
        shared.pack.close();
    }

    @Override
    public void close() throws IOException {
        List<Shared> all;
        synchronized (open) {
            all = new ArrayList<>(open.values());
            open.clear();
        }
        for (Shared shared : all) {
            shared.pack.close();
        }
    }

    private static final class Shared {
        final DataPack pack;
        int users;
        boolean forgotten;

        Shared(DataPack pack) {
            this.pack = pack;
        }
    }
}
