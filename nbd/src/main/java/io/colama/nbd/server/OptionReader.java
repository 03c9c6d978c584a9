package io.colama.nbd.server;

import io.colama.nbd.protocol.Limits;
import io.colama.nbd.protocol.OptionReply;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The data of one option, read with care. */
final class OptionReader {

    private final ByteBuffer data;

    OptionReader(byte[] data) {
        this.data = ByteBuffer.wrap(data);
    }

    int readShort() throws OptionRefused {
        require(Short.BYTES);
        return Short.toUnsignedInt(data.getShort());
    }

    /** A count or length, which is compared with what there is by whoever uses it. */
    long readCount() throws OptionRefused {
        require(Integer.BYTES);
        return Integer.toUnsignedLong(data.getInt());
    }

    /** A text behind its length. */
    String readText() throws OptionRefused {
        long length = readCount();
        if (length > Limits.STRING_BYTES) {
            throw new OptionRefused(
                    OptionReply.ERR_TOO_BIG,
                    "a name of %d bytes, at most %d are allowed"
                            .formatted(length, Limits.STRING_BYTES));
        }
        require((int) length);
        byte[] bytes = new byte[(int) length];
        data.get(bytes);
        return text(bytes);
    }

    /** Nothing may follow. */
    void end() throws OptionRefused {
        if (data.hasRemaining()) {
            throw new OptionRefused(
                    OptionReply.ERR_INVALID,
                    "%d bytes follow the end of the option".formatted(data.remaining()));
        }
    }

    private void require(int bytes) throws OptionRefused {
        if (data.remaining() < bytes) {
            throw new OptionRefused(
                    OptionReply.ERR_INVALID,
                    "the option ends %d bytes too early".formatted(bytes - data.remaining()));
        }
    }

    static String text(byte[] bytes) throws OptionRefused {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new OptionRefused(OptionReply.ERR_INVALID, "a name is not UTF-8");
        }
    }
}
