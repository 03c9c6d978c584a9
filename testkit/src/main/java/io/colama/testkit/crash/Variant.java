package io.colama.testkit.crash;

/** What a crash does to operations that were not yet durable. */
enum Variant {
    /** All are lost. */
    LOST,
    /** All happened: the process was killed and the machine went on. */
    APPLIED,
    /** Names all happened, bytes are all lost: files are empty or full of zeros. */
    NAMES,
    /** Names happened up to one point of one journal, bytes are lost, there, or torn. */
    ORDERED,
    /**
     * Names happened up to a point of its own in each directory, bytes are lost, there, or torn.
     */
    INDEPENDENT
}
