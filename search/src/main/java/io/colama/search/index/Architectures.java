package io.colama.search.index;

import io.colama.search.query.Words;

/** The several names of one architecture. */
final class Architectures {

    private Architectures() {}

    /** The name that stands for all others; others stay as they are. */
    static String plain(String architecture) {
        return switch (Words.lower(architecture)) {
            case "amd64", "x64", "x86-64", "em64t" -> "x86_64";
            case "arm64" -> "aarch64";
            case "x86", "i386", "i486", "i586", "i686", "ia32" -> "i386";
            case "ppc64el" -> "ppc64le";
            default -> architecture;
        };
    }
}
