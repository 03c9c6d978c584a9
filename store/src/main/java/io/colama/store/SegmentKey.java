package io.colama.store;

/**
 * Names a segment.
 *
 * @param pack its data pack
 * @param segment its number there
 */
record SegmentKey(Hash pack, int segment) {

    // written out, because these are compared for each small read

    @Override
    public boolean equals(Object other) {
        return other instanceof SegmentKey key && segment == key.segment && pack.equals(key.pack);
    }

    @Override
    public int hashCode() {
        return (pack.hashCode() * 31 + segment) * 0x9E3779B9;
    }
}
