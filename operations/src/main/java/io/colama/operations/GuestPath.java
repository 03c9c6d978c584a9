package io.colama.operations;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path inside a machine, as people write it: {@code web@v1:/etc}, {@code web:[lvm:vg/data]:/srv},
 * {@code disk.vmdk:C:\Users}.
 *
 * @param machine a revision or an image file
 * @param volume the volume that the path is on; empty for the machine's own tree
 * @param path the path there; {@code /} where none is given
 */
public record GuestPath(String machine, Optional<String> volume, String path) {

    private static final Pattern WITH_VOLUME = Pattern.compile("(.+?):\\[([^\\]]+)\\](?::(.*))?");
    private static final Pattern PLAIN = Pattern.compile("(.+?):((?:[/\\\\]|[A-Za-z]:).*|[^:]*)");

    /** Reads what people write. */
    public static GuestPath parse(String text) throws OperationException {
        Matcher volume = WITH_VOLUME.matcher(text);
        if (volume.matches()) {
            return new GuestPath(
                    volume.group(1), Optional.of(volume.group(2)), orRoot(volume.group(3)));
        }
        Matcher plain = PLAIN.matcher(text);
        if (plain.matches()) {
            return new GuestPath(plain.group(1), Optional.empty(), orRoot(plain.group(2)));
        }
        if (text.isEmpty() || text.indexOf(':') >= 0) {
            throw new OperationException(
                    Failure.USAGE,
                    "\"%s\" is no path in a machine; MACHINE[@REF]:/PATH is expected"
                            .formatted(text));
        }
        return new GuestPath(text, Optional.empty(), "/");
    }

    private static String orRoot(@Nullable String path) {
        return path == null || path.isEmpty() ? "/" : path;
    }
}
