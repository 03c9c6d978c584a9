package io.colama.server.front;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Addresses that begin with the same bits, such as {@code 10.0.0.0/8}; one alone without a length.
 *
 * @param address whose bits they are
 * @param bits how many of them count
 */
public record Network(InetAddress address, int bits) {

    /**
     * A network by its text.
     *
     * @throws OperationException when it is none
     */
    public static Network parse(String text) throws OperationException {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        try {
            InetAddress address = InetAddress.ofLiteral(literal);
            int all = address.getAddress().length * Byte.SIZE;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= all) {
                return new Network(address, bits);
            }
        } catch (IllegalArgumentException e) {
            // told below, like a length that is too large
        }
        throw new OperationException(
                Failure.USAGE,
                "\"%s\" is no address such as 127.0.0.1, and no network such as 10.0.0.0/8"
                        .formatted(text));
    }

    /** Whether an address is in it; a name is in none. */
    public boolean contains(String literal) {
        try {
            return contains(InetAddress.ofLiteral(literal));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean contains(InetAddress other) {
        return Arrays.equals(kept(address.getAddress(), bits), kept(other.getAddress(), bits));
    }

    /** The first bits of an address, the others zero. */
    static byte[] kept(byte[] address, int bits) {
        byte[] kept = address.clone();
        for (int i = 0; i < kept.length; i++) {
            int here = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            kept[i] &= (byte) (0xff00 >> here);
        }
        return kept;
    }
}
