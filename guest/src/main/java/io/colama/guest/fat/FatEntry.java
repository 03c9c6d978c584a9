package io.colama.guest.fat;

import io.colama.guest.file.Attributes;
import io.colama.guest.file.NodeKind;

/**
 * What a directory says of a file.
 *
 * @param name the one that is listed
 * @param shortName another by which it is found; the same where there is none
 * @param flags read-only, directory and so on
 * @param first its first cluster
 * @param isContiguous whether its clusters lie side by side and the table does not tell
 * @param validBytes what lies behind reads as zero
 * @param id where the entry lies on the volume
 */
record FatEntry(
        String name,
        String shortName,
        int flags,
        long first,
        boolean isContiguous,
        long sizeBytes,
        long validBytes,
        Attributes.Times times,
        long id) {

    static final int READ_ONLY = 0x01;
    static final int LABEL = 0x08;
    static final int DIRECTORY = 0x10;

    /** Whether this is the file called {@code wanted}, case aside. */
    boolean isCalled(String wanted) {
        return same(name, wanted) || same(shortName, wanted);
    }

    private static boolean same(String a, String b) {
        if (a.length() != b.length()) {
            return false;
        }
        for (int i = 0; i < a.length(); i++) {
            if (Character.toUpperCase(a.charAt(i)) != Character.toUpperCase(b.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    boolean isDirectory() {
        return (flags & DIRECTORY) != 0;
    }

    NodeKind kind() {
        return isDirectory() ? NodeKind.DIRECTORY : NodeKind.FILE;
    }
}
