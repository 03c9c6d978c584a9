package io.colama.disk.image;

/** One way of compressing clusters or grains, with the state of one encoding at a time. */
public interface UnitEncoder extends AutoCloseable {

    /** How many bytes the compressed form of so many bytes can have at most. */
    int bound(int plainBytes);

    /**
     * Compresses all of {@code plain} into {@code compressed}, which has room for the {@linkplain
     * #bound bound}.
     *
     * @return how many bytes came out
     */
    int encode(byte[] plain, byte[] compressed);

    @Override
    void close();
}
