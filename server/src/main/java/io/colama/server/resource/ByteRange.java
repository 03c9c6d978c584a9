package io.colama.server.resource;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file as a client asks for it by the header {@code Range}.
 *
 * @param from its first byte
 * @param length in bytes; 0 for a part that is not there
 */
record ByteRange(long from, long length) {

    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * The part that is asked for.
     *
     * @param header {@code Range}
     * @param size of the file
     * @return empty when all is to be sent: nothing, more than one part or something unknown is
     *     asked for
     */
    static Optional<ByteRange> parse(Optional<String> header, long size) {
        Matcher form = FORM.matcher(header.map(String::strip).orElse(""));
        if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (form.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(form.group(2)));
            return Optional.of(new ByteRange(size - last, last));
        }
        long from = Long.parseLong(form.group(1));
        long to = form.group(2).isEmpty() ? size - 1 : Long.parseLong(form.group(2));
        if (to < from && !form.group(2).isEmpty()) {
            return Optional.empty();
        }
        long end = Math.min(to, size - 1) + 1;
        return Optional.of(new ByteRange(from, Math.max(0, end - from)));
    }
}
