package io.colama.definition.xml;

/** Whether bytes start as XML does, in any encoding that XML permits. */
public final class Sniff {

    /** White space, and the bytes of byte order marks and of wide white space. */
    private static final String BEFORE = " \t\r\n\0\u00EF\u00BB\u00BF\u00FE\u00FF";

    private Sniff() {}

    /** Whether the first character that is no white space, byte order mark or zero is '<'. */
    public static boolean mayBeXml(byte[] content) {
        for (int i = 0; i < Math.min(content.length, 4096); i++) {
            if (BEFORE.indexOf((char) (content[i] & 0xFF)) < 0) {
                return content[i] == '<';
            }
        }
        return false;
    }
}
