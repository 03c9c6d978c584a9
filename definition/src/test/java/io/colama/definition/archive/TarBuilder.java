package io.colama.definition.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Makes tar archives, good and bad. */
final class TarBuilder {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TarBuilder file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    TarBuilder file(String name, byte[] content) {
        return member(name, '0', content, "");
    }

    TarBuilder member(String name, char type, byte[] content, String link) {
        byte[] header = TarHeader.plainFile(name, content.length, 0);
        header[156] = (byte) type;
        byte[] target = link.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(target, 0, header, 157, target.length);
        out.writeBytes(summed(header));
        out.writeBytes(content);
        out.writeBytes(new byte[-content.length & 511]);
        return this;
    }

    /** A header that claims a size; no content follows. */
    TarBuilder claim(String name, char type, long size) {
        byte[] header = TarHeader.plainFile(name, size, 0);
        header[156] = (byte) type;
        out.writeBytes(summed(header));
        return this;
    }

    byte[] open() {
        return out.toByteArray();
    }

    byte[] end() {
        out.writeBytes(new byte[1024]);
        return out.toByteArray();
    }

    private static byte[] summed(byte[] header) {
        for (int i = 148; i < 156; i++) {
            header[i] = ' ';
        }
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        byte[] text = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, header, 148, text.length);
        return header;
    }
}
