package io.colama.definition.machine;

/**
 * The processors of a machine.
 *
 * @param sockets how many sockets, at least 1
 * @param coresPerSocket how many cores in each, at least 1
 * @param threadsPerCore how many threads in each of these, at least 1
 * @param architecture the instruction set as libvirt and the Linux kernel name it, {@code x86_64}
 *     where a definition does not say
 */
public record Cpu(int sockets, int coresPerSocket, int threadsPerCore, String architecture) {

    /** The architecture of definitions that name none. */
    public static final String USUAL_ARCHITECTURE = "x86_64";

    /** The largest number of processors that a definition may ask for. */
    public static final int MAX_COUNT = 65_536;

    /** Checks that all numbers count. */
    public Cpu {
        if (sockets < 1
                || coresPerSocket < 1
                || threadsPerCore < 1
                || (long) sockets * coresPerSocket > MAX_COUNT
                || (long) sockets * coresPerSocket * threadsPerCore > MAX_COUNT) {
            throw new IllegalArgumentException(
                    sockets + " sockets, " + coresPerSocket + " cores, " + threadsPerCore);
        }
    }

    /** So many sockets of one core each, of the usual architecture. */
    public static Cpu of(int count) {
        return new Cpu(count, 1, 1, USUAL_ARCHITECTURE);
    }

    /**
     * {@code count} processors, {@code coresPerSocket} to a socket where that divides, else one.
     */
    public static Cpu of(int count, int coresPerSocket) {
        boolean divides = coresPerSocket > 0 && count % coresPerSocket == 0;
        return divides
                ? new Cpu(count / coresPerSocket, coresPerSocket, 1, USUAL_ARCHITECTURE)
                : of(count);
    }

    /** How many processors the guest sees. */
    public int count() {
        return sockets * coresPerSocket * threadsPerCore;
    }

    /** The cores and threads of a socket as cores, for formats that know no threads. */
    public int processorsPerSocket() {
        return coresPerSocket * threadsPerCore;
    }

    /** The same processors of another architecture. */
    public Cpu withArchitecture(String name) {
        return new Cpu(sockets, coresPerSocket, threadsPerCore, name);
    }
}
