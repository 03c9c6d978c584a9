package io.colama.definition.machine;

/**
 * A serial port of a machine.
 *
 * @param kind what it is connected to
 * @param target the file, pipe, device or {@code host:port}; empty where the kind needs none
 */
public record SerialPort(Kind kind, String target) {

    /** What a serial port is connected to. */
    public enum Kind {
        /** A terminal that the host makes. */
        TERMINAL,
        /** A file that is written. */
        FILE,
        /** A named pipe or local socket. */
        PIPE,
        /** A TCP connection. */
        TCP,
        /** A serial port of the host. */
        DEVICE,
        /** Nothing. */
        NONE
    }

    /** A serial port behind a terminal of the host. */
    public static final SerialPort TERMINAL = new SerialPort(Kind.TERMINAL, "");
}
